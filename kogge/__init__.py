"""Kogge: software for people who strengthen the local economy of city districts."""

__version__ = "0.1.0"
