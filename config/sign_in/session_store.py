"""Sessions in the database, read from the cache while there is one."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import cached_db, db
from redis import RedisError

AWAY = (OSError, RedisError)


class SessionStore(cached_db.SessionStore):
    """As Django's, which answers no page without its cache: what reads goes on with the database alone.

    Ending a session still fails then: its copy in the cache would live on when the cache is back.
    """

    def load(self) -> dict[str, Any]:
        try:
            return super().load()
        except AWAY:
            return db.SessionStore.load(self)

    def exists(self, session_key: str) -> bool:
        try:
            return bool(super().exists(session_key))
        except AWAY:
            return bool(db.SessionStore.exists(self, session_key))
