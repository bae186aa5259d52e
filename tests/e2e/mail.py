"""A mail server for the tests: takes what is sent to it and keeps it, as SMTP says (RFC 5321), for nobody to read."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from email.message import EmailMessage


class _Talk(socketserver.StreamRequestHandler):
    """One sender: greets, takes mails, says goodbye."""

    server: Mailbox

    def handle(self) -> None:
        self._say("220 mailbox")
        for line in self.rfile:
            word = line.strip().upper()
            if word == b"DATA":
                self._say("354 go on")
                self.server.kept.append(self._mail())
                self._say("250 kept")
            elif word == b"QUIT":
                return self._say("221 bye")
            else:
                self._say("250 mailbox" if word.startswith((b"EHLO", b"HELO")) else "250 ok")
        return None

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def _mail(self) -> EmailMessage:
        lines: list[bytes] = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b"."))
        made = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        assert isinstance(made, EmailMessage)
        return made


class Mailbox(socketserver.ThreadingTCPServer):
    """What was sent stands in `kept`."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.kept: list[EmailMessage] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])
