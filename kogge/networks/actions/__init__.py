"""Writes of the networks that touch more than one record."""

from .founding import found, make_plan, pin, release, run_plan, wish
from .invitations import join

__all__ = ["found", "join", "make_plan", "pin", "release", "run_plan", "wish"]
