"""A database of its own for one measurement, on the server that DATABASE_URL names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from devtools.product import environment_like_production

SHOWN = ("server_version", "shared_buffers", "fsync", "synchronous_commit", "lock_timeout")


@contextmanager
def scratch_database() -> Iterator[None]:
    """Make it, point Django at it and migrate; drop it at the end, whatever happened.

    Must come before anything that reads the settings. The environment is production's, and
    processes that are started inside inherit it.
    """
    server, name = os.environ["DATABASE_URL"], f"casework_bench_{os.getpid()}"
    _administer(server, "CREATE DATABASE {}", name)
    try:
        _point_django_at(urlsplit(server)._replace(path=f"/{name}").geturl())
        _migrate()
        yield
    finally:
        _administer(server, "DROP DATABASE {} WITH (FORCE)", name)


def _administer(server: str, statement: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


def _point_django_at(address: str) -> None:
    environment = environment_like_production({"DATABASE_URL": address})
    os.environ.clear()
    os.environ.update(environment, DJANGO_SETTINGS_MODULE="bench.settings")


def _migrate() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def server_words() -> str:
    """What the figures depend on, for the head of a report."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting, unit FROM pg_settings WHERE name = ANY(%s) ORDER BY name", [list(SHOWN)]
        )
        shown = ", ".join(f"{name} {setting}{unit or ''}" for name, setting, unit in cursor.fetchall())
    return f"{os.cpu_count()} processors; PostgreSQL: {shown}"
