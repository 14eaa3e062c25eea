"""Of what a request says that it holds, no more is heard than its type and where the parts of a form begin.

Text is UTF-8, as browsers send it. Another charset could be one of no text, or make characters that no column
takes; a parameter in a charset that nobody knows is an error to Django before there is a request at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication

TYPE = re.compile(r"\s*([\w.+-]+/[\w.+-]+)\s*(?:;|$)", re.ASCII)
# RFC 2046, section 5.1.1.
BOUNDARY = re.compile(r""";\s*boundary=("?)([\w'()+,./:=?-]{1,70})\1\s*(?:;|$)""", re.ASCII | re.IGNORECASE)


def typed_plainly(application: WSGIApplication) -> WSGIApplication:
    """The same application, which hears nothing else of the type."""

    def answer(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        environ["CONTENT_TYPE"] = plain_type(environ.get("CONTENT_TYPE", ""))
        return application(environ, start_response)

    return answer


def plain_type(said: str) -> str:
    """The type, with its boundary if it has one; empty for what is none."""
    kind, boundary = TYPE.match(said), BOUNDARY.search(said)
    if kind is None:
        return ""
    return f'{kind[1]}; boundary="{boundary[2]}"' if boundary else kind[1]
