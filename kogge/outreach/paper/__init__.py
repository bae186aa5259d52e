"""Outreach on paper: visit sheets, walk lists, letters and posters as PDF, and the way from a sheet to its record."""
