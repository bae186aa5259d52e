"""The engines: pure Python over frozen dataclasses, usable without the web application."""
