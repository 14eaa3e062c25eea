"""The two servers that the product needs."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from devtools.postgres import Postgres
from devtools.sockets import socket_directory
from devtools.valkey import Valkey

SERVERS: dict[str, type[Postgres] | type[Valkey]] = {"DATABASE_URL": Postgres, "REDIS_URL": Valkey}


@contextmanager
def services(state: Path, *, durable: bool = True) -> Iterator[dict[str, str]]:
    """Their addresses, as the settings name them; a private server runs for each that we were not given."""
    with socket_directory(state) as sockets, ExitStack() as running:
        addresses = {}
        for name, kind in SERVERS.items():
            addresses[name] = os.environ.get(name) or running.enter_context(
                kind(state, sockets, durable=durable).serve()
            )
        yield addresses
