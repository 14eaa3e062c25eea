"""The private servers: who may do what in the database, what is kept, and how it runs as root."""

import os

import psycopg
import pytest

from devtools import unprivileged
from devtools.services import services

ROLE = "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user"


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


def test_the_product_is_no_superuser_and_its_data_is_kept(tmp_path):
    with services(tmp_path) as addresses:
        assert execute(addresses, ROLE).fetchall() == [("casework", False, False, True)]
        execute(addresses, "CREATE TABLE kept AS SELECT 42 AS answer")
    with services(tmp_path) as addresses:
        assert execute(addresses, "SELECT answer FROM kept").fetchall() == [(42,)]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs to become nobody")
def test_root_without_user_namespaces_runs_it_as_nobody(tmp_path, monkeypatch):
    monkeypatch.setenv(unprivileged.WITHOUT_NAMESPACE, "1")
    with services(tmp_path, durable=False) as addresses:
        assert execute(addresses, ROLE).fetchall() == [("casework", False, False, True)]
        data = unprivileged.account_for(tmp_path).data
        assert data.owner() == "nobody"
    assert not data.exists()


def test_given_addresses_are_used_and_nothing_is_started(tmp_path, monkeypatch):
    given = {"DATABASE_URL": "postgresql://db.example/casework", "REDIS_URL": "redis://redis.example"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with services(tmp_path) as addresses:
        assert addresses == given
    assert list(tmp_path.iterdir()) == []


def execute(addresses, statement):
    with psycopg.connect(addresses["DATABASE_URL"]) as connection:
        return connection.execute(statement)
