"""A private PostgreSQL from the wheel's programs, reached by a socket that only this user can open."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg

from devtools.paths import private_directory
from devtools.processes import Process, running
from devtools.unprivileged import account_for

OWNER, APPLICATION = "postgres", "casework"
# Those of casework/wall/roles.py, which cannot be imported before the environment is there.
WEB, WORKER = "rasso_web", "rasso_worker"
PORT = 5432  # part of the socket's name; said everywhere, since PGPORT may say something else
STOP = signal.SIGINT  # end the sessions, then shut down cleanly
# A temporary server may lose everything in a crash, and is faster for it.
THROWAWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Postgres:
    """The server of one state directory.

    The product and its tests sign in as a role that row security and triggers bind. The server's owner is a
    superuser, which neither binds; they never use it.
    """

    def __init__(self, state: Path, sockets: Path, *, durable: bool = True) -> None:
        self.durable = durable
        self.account = account_for(state)
        self.data = self.account.data
        self.log = private_directory(state / "logs") / "postgres.log"
        self.socket = self.account.give(sockets / "postgres")

    @contextmanager
    def serve(self) -> Iterator[str]:
        """Run while the block does; the product's address of it."""
        self._end_survivor()
        if not self.data.exists():
            self._create()
        try:
            # Unmarked: its own record finds it, and it wants another signal than the marked ones get.
            with running(self._command(), {"PATH": os.defpath}, self.log, ends_by=STOP) as process:
                self._admit_application(process)
                yield f"postgresql://{APPLICATION}@/{APPLICATION}?host={self.socket}&port={PORT}"
        finally:
            if not self.durable:
                shutil.rmtree(self.data)

    def _end_survivor(self) -> None:
        """Shut down a server that an earlier launcher left on our data, so that it need not recover.

        After a reboot the recorded number may be another process's; PostgreSQL would then refuse to start.
        """
        record = self.data / "postmaster.pid"
        with suppress(FileNotFoundError, psutil.Error):
            survivor = psutil.Process(int(record.read_text().split()[0]))
            if str(self.data) not in survivor.cmdline():
                record.unlink()
                return
            survivor.send_signal(STOP)
            survivor.wait(30)

    def _create(self) -> None:
        """Beside its final place, so that an interrupted attempt is never taken for a database."""
        unfinished = self.data.with_name(f"{self.data.name}-unfinished")
        locale = ("--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8")
        arguments = (f"--username={OWNER}", "--auth=trust", *locale, "--no-sync", f"--pgdata={unfinished}")
        shutil.rmtree(unfinished, ignore_errors=True)
        initdb = self.account.command("initdb", *arguments)
        made = subprocess.run(initdb, capture_output=True, text=True)
        if made.returncode != 0:
            sys.exit(f"PostgreSQL's initdb failed:\n{made.stdout}{made.stderr}")
        unfinished.rename(self.data)

    def _command(self) -> list[str]:
        address = (f"port={PORT}", "listen_addresses=", f"unix_socket_directories={self.socket}")
        settings = (*address, "timezone=UTC", *(() if self.durable else THROWAWAY))
        options = [part for setting in settings for part in ("-c", setting)]
        return self.account.command("postgres", "-D", str(self.data), *options, ends_by=STOP)

    def _admit_application(self, process: Process) -> None:
        with self._connected(process) as connection:
            if not _exists(connection, "pg_roles", "rolname", APPLICATION):
                connection.execute(f"CREATE ROLE {APPLICATION} LOGIN NOSUPERUSER CREATEDB")
            for role in (WEB, WORKER):
                if not _exists(connection, "pg_roles", "rolname", role):
                    # The tests take them on, from that of the application.
                    connection.execute(f"CREATE ROLE {role} LOGIN NOSUPERUSER ROLE {APPLICATION}")
            if not _exists(connection, "pg_database", "datname", APPLICATION):
                connection.execute(f"CREATE DATABASE {APPLICATION} OWNER {APPLICATION}")

    def _connected(self, process: Process, patience: float = 60) -> psycopg.Connection:
        """A connection as the owner, once the server takes one; recovery after a crash can take a while."""
        deadline = time.monotonic() + patience
        while process.poll() is None and time.monotonic() < deadline:
            with suppress(psycopg.OperationalError):
                return psycopg.connect(
                    host=str(self.socket), port=PORT, user=OWNER, dbname=OWNER, autocommit=True
                )
            time.sleep(0.02)
        sys.exit(f"PostgreSQL did not start; see {self.log}")


def _exists(connection: psycopg.Connection, catalogue: str, column: str, name: str) -> bool:
    found = connection.execute(f"SELECT 1 FROM {catalogue} WHERE {column} = %s", [name])  # noqa: S608
    return found.fetchone() is not None
