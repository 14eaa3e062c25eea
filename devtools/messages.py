"""The messages that the sink took, each a file: they outlive a restart, and a mail program can open them."""

import email
import re
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default as policy
from pathlib import Path

from devtools.paths import private_directory

NAME = re.compile(r"\d{20}-[0-9a-f]{8}")


@dataclass(frozen=True)
class Message:
    """One message as the inbox shows it."""

    name: str
    recipients: str
    subject: str
    date: str
    text: str


class Messages:
    """A directory of messages whose names sort by the time of arrival."""

    def __init__(self, directory: Path) -> None:
        self.directory = private_directory(directory)

    def add(self, content: bytes, recipients: Sequence[str]) -> str:
        """Keep one message. The envelope's recipients go on top: the headers need not name them all."""
        name = f"{time.time_ns():020}-{secrets.token_hex(4)}"
        unfinished = self.directory / f"{name}.unfinished"
        unfinished.write_bytes(f"X-Envelope-To: {', '.join(recipients)}\r\n".encode() + content)
        unfinished.rename(self._path(name))
        return name

    def names(self) -> list[str]:
        """Newest first."""
        return sorted((path.stem for path in self.directory.glob("*.eml")), reverse=True)

    def get(self, name: str) -> Message | None:
        """The message of that name; none if the name is not one of ours, whatever file it may point at."""
        if not NAME.fullmatch(name) or not self._path(name).exists():
            return None
        parsed = email.message_from_bytes(self._path(name).read_bytes(), policy=policy)
        recipients, subject = str(parsed["X-Envelope-To"]), str(parsed["Subject"] or "(no subject)")
        return Message(name, recipients, subject, str(parsed["Date"] or ""), _text(parsed))

    def _path(self, name: str) -> Path:
        return self.directory / f"{name}.eml"


def _text(parsed: EmailMessage) -> str:
    body = parsed.get_body(("plain", "html"))
    return body.get_content() if body else ""
