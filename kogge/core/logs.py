"""What stands in the log: traces of faults, one line for everything that was merely refused."""

from __future__ import annotations

import logging

SERVER_FAULT = 500


class RefusedInOneLine(logging.Filter):
    """A refused request (no permission, a host nobody knows) is no fault: its trace would bury the real ones."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", SERVER_FAULT) < SERVER_FAULT:
            record.exc_info = record.exc_text = None
        return True
