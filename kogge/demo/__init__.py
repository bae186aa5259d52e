"""The demonstration area and the practice interviews: clearly fictional, seeded, repeatable."""
