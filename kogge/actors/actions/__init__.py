"""Writes to the register that touch several records."""

from .duplicates import look_for_duplicates, merge, not_duplicate
from .forgetting import forget_files, forget_upload, kept_until
from .imports import check_import, import_file, problem_lines, read_run, run_import, would_be
from .register import know, remove, set_district, tag, verify, withdraw

__all__ = [
    "check_import",
    "forget_files",
    "forget_upload",
    "import_file",
    "kept_until",
    "know",
    "look_for_duplicates",
    "merge",
    "not_duplicate",
    "problem_lines",
    "read_run",
    "remove",
    "run_import",
    "set_district",
    "tag",
    "verify",
    "withdraw",
    "would_be",
]
