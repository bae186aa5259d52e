"""Papers of a network: agenda, attendance list, charter."""
