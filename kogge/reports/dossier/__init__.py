"""The handover dossier: one PDF that a successor can start from."""

from .build import build_dossier, make_dossier

__all__ = ["build_dossier", "make_dossier"]
