"""Tie surveys: pages of those who run them (`running`, `typing`, `results`) and of those who answer (`answering`)."""
