"""The inbox pages: a list of the messages and one message's text. They only read, and load nothing."""

import re
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import ClassVar

from devtools.messages import Message, Messages

NEWEST = 200
# In escaped text; the full stop or bracket after an address is not part of it.
ADDRESS = re.compile(r"https?://(?:[^\s<>&]|&amp;)+(?<![.,;:)])")
STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "th,td{text-align:left;padding:.25rem 1rem .25rem 0}pre{font:inherit;white-space:pre-wrap}"
)
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{content}
</main>
</body>
</html>
"""
LIST = """<p>{summary}</p>
<table>
<thead><tr><th scope="col">To</th><th scope="col">Subject</th><th scope="col">Date</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>"""
ROW = '<tr><td>{recipients}</td><td><a href="/{name}">{subject}</a></td><td>{date}</td></tr>'
MESSAGE = """<p><a href="/">All messages</a></p>
<p>To: {recipients}</p>
<p>Date: {date}</p>
<pre>{text}</pre>"""


def _page(title: str, content: str) -> str:
    return PAGE.format(title=title, style=STYLE, content=content)


def list_page(messages: Messages) -> str:
    """The newest messages, and how many there are in all."""
    names = messages.names()
    if not names:
        return _page(title="Inbox", content="<p>No messages yet.</p>")
    shown = [message for name in names[:NEWEST] if (message := messages.get(name))]
    summary = f"{len(names)} in all." if len(names) <= NEWEST else f"The newest {NEWEST} of {len(names)}."
    rows = "\n".join(ROW.format(**_escaped(message)) for message in shown)
    return _page(title="Inbox", content=LIST.format(summary=summary, rows=rows))


def message_page(message: Message) -> str:
    """One message; the addresses in its text can be followed."""
    shown = _escaped(message)
    text = ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', shown["text"])
    return _page(title=shown["subject"], content=MESSAGE.format(**{**shown, "text": text}))


def _escaped(message: Message) -> dict[str, str]:
    return {name: escape(value) for name, value in vars(message).items()}


class InboxHandler(BaseHTTPRequestHandler):
    """Answers GET with a page, or 404."""

    messages: ClassVar[Messages]

    def do_GET(self) -> None:
        if self.path == "/":
            self._answer(HTTPStatus.OK, list_page(self.messages))
        elif message := self.messages.get(self.path.removeprefix("/")):
            self._answer(HTTPStatus.OK, message_page(message))
        else:
            page = _page(title="No such message", content='<p><a href="/">All messages</a></p>')
            self._answer(HTTPStatus.NOT_FOUND, page)

    def _answer(self, status: HTTPStatus, page: str) -> None:
        body = page.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        # Belt and braces beside the escaping: a message's text can neither run nor load anything.
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the terminal for what matters."""
