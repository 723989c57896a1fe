"""A mail server of our own on a real local socket, which refuses, throttles and breaks off as it is told."""

import socketserver
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import ClassVar, cast

from tests.notices.serving import serving

# Seconds; a test waits for less.
SLOW = 1.0


@dataclass
class Server:
    """What it took: to whom by the envelope, and the mail. `troubles`: what it answers next, by command."""

    port: int = 0
    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    troubles: dict[str, list[str]] = field(default_factory=dict)
    # What it answers to a recipient, whenever.
    refuses: dict[str, str] = field(default_factory=dict)

    def trouble(self, command: str) -> str:
        waiting = self.troubles.get(command, [])
        return waiting.pop(0) if waiting else ""


class _Handler(socketserver.StreamRequestHandler):
    one: ClassVar[Server]

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _answer(self, line: str) -> None:
        """“slow” says nothing for longer than anybody waits."""
        if line == "slow":
            time.sleep(SLOW)
            line = "250 fine"
        self._say(line)

    def handle(self) -> None:
        self._say("220 here")
        to: list[str] = []
        while line := self.rfile.readline().decode().strip():
            word = line.split(":")[0].split(" ")[0].upper()
            self.one.asked.append(word)
            if word == "QUIT":
                self._say("221 bye")
                return
            if word == "RCPT":
                address = line.partition("<")[2].rstrip(">")
                if trouble := self.one.refuses.get(address) or self.one.trouble("RCPT"):
                    self._answer(trouble)
                    continue
                to.append(address)
            if word == "DATA":
                if not self._data(to):
                    return
                to = []
                continue
            self._answer(self.one.trouble(word) or "250 fine")

    def _data(self, to: list[str]) -> bool:
        """Take a mail; False if the connection is cut instead of an answer."""
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b".") else line)
        trouble = self.one.trouble("DATA")
        if not trouble or trouble == "cut":
            self.one.taken.append(
                (to, cast("EmailMessage", message_from_bytes(b"".join(lines), policy=policy.default)))
            )
        if trouble == "cut":
            return False
        self._answer(trouble or "250 taken")
        return True


class _Threading(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_server() -> Iterator[Server]:
    one = Server()
    server = _Threading(("127.0.0.1", 0), type("Handler", (_Handler,), {"one": one}))
    one.port = server.server_address[1]
    with serving(server):
        yield one
