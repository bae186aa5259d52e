"""Import of organisations from files: readers (no database) and, above them, what writes into an area."""
