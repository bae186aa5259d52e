"""Founding circles: the engine's town from the records, and what the pages read of plans and scenarios."""
