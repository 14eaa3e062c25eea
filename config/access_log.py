"""How the web server writes requests: without the addresses that are themselves a permission."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from config.logs import masked


class AccessLog(Logger):
    """Gunicorn's, with every value masked: the page that a request came from is one of them."""

    def atoms(self, *request: Any) -> dict[str, Any]:
        found = super().atoms(*request)
        return {name: masked(value) if isinstance(value, str) else value for name, value in found.items()}
