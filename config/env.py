"""Settings from the environment. An unknown name or a value that cannot be read stops the start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

PREFIX = "RASSO_"


class Environment:
    """Reads variables of our prefix, remembers which, and refuses the ones that nobody asked for."""

    def __init__(self, variables: Mapping[str, str] = os.environ):
        self.variables = variables
        self.known: set[str] = set()

    def text(self, name: str, default: str | None = None, *, allowed: tuple[str, ...] = ()) -> str:
        value = self._get(name) or default
        if value is None:
            raise ImproperlyConfigured(f"Set {PREFIX}{name}")
        if allowed and value not in allowed:
            raise ImproperlyConfigured(f"{PREFIX}{name} must be one of {', '.join(allowed)}, not {value!r}")
        return value

    def flag(self, name: str, default: bool) -> bool:
        return self.text(name, "true" if default else "false", allowed=("true", "false")) == "true"

    def whole_number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal():
            raise ImproperlyConfigured(f"{PREFIX}{name} must be a whole number, not {value!r}")
        return int(value)

    def day(self, name: str, default: str) -> date:
        value = self.text(name, default)
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ImproperlyConfigured(
                f"{PREFIX}{name} must be a day, such as 2027-06-30, not {value!r}"
            ) from None

    def service(self, name: str) -> tuple[str, int] | str | None:
        """Where a service listens: host:port, or the path of a local socket; None where it is not set."""
        value = self.text(name, "")
        host, _, port = value.rpartition(":")
        if not value or value.startswith("/"):
            return value or None
        if not host or not port.isdecimal():
            raise ImproperlyConfigured(f"{PREFIX}{name} must be host:port or a path, not {value!r}")
        return host.strip("[]"), int(port)

    def names(self, name: str, default: str = "") -> list[str]:
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]

    def secret(self, name: str, default: str | None = None) -> str:
        """The value itself, or the content of the file that NAME_FILE names."""
        path = self._get(f"{name}_FILE")
        if not path:
            return self.text(name, default)
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{PREFIX}{name}_FILE cannot be read: {error.strerror}") from error

    def refuse_unknown(self) -> None:
        unknown = sorted(
            name for name in self.variables if name.startswith(PREFIX) and name not in self.known
        )
        if unknown:
            raise ImproperlyConfigured(f"Unknown settings: {', '.join(unknown)}")

    def _get(self, name: str) -> str | None:
        self.known.add(PREFIX + name)
        return self.variables.get(PREFIX + name)


def postgresql(url: str) -> dict[str, str]:
    """Django's connection fields from a libpq address; a password may stay in PGPASSFILE."""
    if not url.startswith(("postgresql://", "postgres://")):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    parts = conninfo_to_dict(url)
    fields = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {name: str(parts.get(part, "")) for name, part in fields.items()}
