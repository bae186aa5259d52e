"""The worker behind the server: jobs from the database, the weekly figure, and daily what is to be forgotten."""

from __future__ import annotations

import logging
import os
import threading

from kogge.cli.django import setup

logger = logging.getLogger("kogge.worker")


def look_after(stop: threading.Event) -> None:
    """Every minute: take killed jobs up again; store the week's day-after figure where it is missing.

    Once a day: forget files and base maps that had their time.
    """
    from django.db import Error, close_old_connections
    from django.utils import timezone

    from kogge.actors.actions import forget_files
    from kogge.core.jobs import restart_killed
    from kogge.core.shared_cache import forget_expired
    from kogge.handover.actions import store_missing_weeks
    from kogge.outreach.actions import forgetting

    tidied = None
    while not stop.is_set():
        try:
            restart_killed()
            store_missing_weeks()
            if tidied != timezone.localdate():
                if forgotten := forget_files():
                    logger.info("files forgotten: %s", forgotten)
                forget_expired()
                if count := forgetting.forget_files():
                    logger.info("files of forms and sheets forgotten: %s", count)
                tidied = timezone.localdate()
        except (Error, OSError):  # a locked or restarting database, a full disk: the next minute tries again
            logger.exception("looking after jobs failed")
        finally:
            close_old_connections()
        stop.wait(60)


def main() -> None:
    setup()
    from django.core.management import call_command

    stop = threading.Event()
    threading.Thread(target=look_after, args=(stop,), daemon=True).start()
    # When the server that started us is gone we must not stay behind.
    parent = os.getppid()

    def watch() -> None:
        while not stop.wait(2):
            if os.getppid() != parent:
                os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
    try:
        call_command("db_worker", "--no-startup-delay", "--no-reload", "--interval", "0.3", "--queue-name", "*")
    finally:
        stop.set()


if __name__ == "__main__":
    main()
