"""Writes to the register that touch several records."""

from .consents import taken_back_by_themselves, withdraw, withdraw_purposes
from .duplicates import look_for_duplicates, merge, not_duplicate
from .forgetting import forget_files, forget_upload, kept_until
from .imports import check_import, import_file, problem_lines, read_run, run_import, would_be
from .register import know, remove, set_district, tag, verify

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
    "taken_back_by_themselves",
    "verify",
    "withdraw",
    "withdraw_purposes",
    "would_be",
]
