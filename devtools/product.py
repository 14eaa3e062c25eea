"""The environment that the product's settings read, for each use of it here."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from devtools.paths import STATE
from devtools.ports import LOOPBACK
from devtools.postgres import APPLICATION
from devtools.processes import MARK

OURS = "RASSO_"


def environment_of_run(port: int, smtp: tuple[str, int], addresses: Mapping[str, str]) -> dict[str, str]:
    """For `dev.py run`. A setting that the user has made wins."""
    defaults = {
        "RASSO_ENVIRONMENT": "development",
        "RASSO_SECRET_KEY": _kept_secret(STATE / "secret_key"),
        "RASSO_ORIGIN": f"http://{LOOPBACK}:{port}",
        "RASSO_SMTP_HOST": smtp[0],
        "RASSO_SMTP_PORT": str(smtp[1]),
        "RASSO_DOCUMENTS_DIR": str(STATE / "documents"),
        "RASSO_AUDIT_HEADS_DIR": str(STATE / "audit-heads"),
    }
    return {**defaults, **os.environ, **addresses, MARK: str(STATE)}


def environment_as(role: str, environment: Mapping[str, str]) -> dict[str, str]:
    """The same with this role of the database; one that the user has named keeps the user's own."""
    address = environment["DATABASE_URL"]
    if os.environ.get("DATABASE_URL") != address:
        address = address.replace(f"//{APPLICATION}@", f"//{role}@", 1)
    return {**environment, "DATABASE_URL": address}


def environment_of_tests(addresses: Mapping[str, str]) -> dict[str, str]:
    """For the tests: whatever the user has set must not change their outcome."""
    return {**_without_settings(), "RASSO_ENVIRONMENT": "test", **addresses}


def environment_like_production(addresses: Mapping[str, str]) -> dict[str, str]:
    """For Django's deployment check: production's settings, with names that lead nowhere."""
    settings = {
        "RASSO_ENVIRONMENT": "production",
        "RASSO_SECRET_KEY": secrets.token_urlsafe(64),
        "RASSO_ALLOWED_HOSTS": "casework.example",
        "RASSO_ORIGIN": "https://casework.example",
        "RASSO_CLAMD": "clamd.example:3310",
    }
    return {**_without_settings(), **settings, **addresses}


def _without_settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)}


def _kept_secret(path: Path) -> str:
    """Made once, so that a restart signs nobody out."""
    if not path.exists() or not path.stat().st_size:
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()
