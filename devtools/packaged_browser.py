"""A Chromium from a package of the npm registry, for a user who cannot install one. For Linux on x86-64."""

import platform
import shutil
import subprocess
import tarfile
from pathlib import Path

from devtools.npm import npm_members
from devtools.paths import STATE, private_directory

PACKAGE = "@sparticuz/chromium@141.0.0"
SHA256 = "a7d30eaa6afa9a7ba7594cfa6c0a47b9769011285261b583dca8f406ba89e085"
# In the package: the browser, and the libraries that a small system lacks.
BROWSER, LIBRARIES = "package/bin/chromium.br", "package/bin/al2023.tar.br"
UNPACK = """\
import {createReadStream, createWriteStream} from "node:fs";
import {pipeline} from "node:stream/promises";
import {createBrotliDecompress} from "node:zlib";
const [from, to] = process.argv.slice(-2);
await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));
"""
START = """\
#!/bin/sh
export LD_LIBRARY_PATH="{home}/libraries/lib${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"
exec "{home}/chromium" "$@"
"""


def packaged_chromium() -> str | None:
    """The script that starts it, unpacked the first time (70 MB are fetched); None where it cannot be."""
    home = STATE / "tools" / f"chromium-{SHA256[:12]}"
    start = home / "start"
    if not start.exists() and _can_unpack():
        _unpack(private_directory(home), start)
    return str(start) if start.exists() else None


def _can_unpack() -> bool:
    here = (platform.system(), platform.machine())
    return here == ("Linux", "x86_64") and shutil.which("node") is not None


def _unpack(home: Path, start: Path) -> None:
    packed, libraries = home / "chromium.br", home / "libraries.tar.br"
    if not npm_members(PACKAGE, SHA256, {BROWSER: packed, LIBRARIES: libraries}):
        return
    _decompress(packed, home / "chromium")
    _decompress(libraries, home / "libraries.tar")
    with tarfile.open(home / "libraries.tar") as content:
        content.extractall(home / "libraries")  # noqa: S202  the archive is the one whose digest we know
    (home / "chromium").chmod(0o700)
    start.write_text(START.format(home=home))
    start.chmod(0o700)


def _decompress(packed: Path, target: Path) -> None:
    """Python has no Brotli of its own; Node, which npm brings, has."""
    node = ["node", "--input-type=module", "--eval", UNPACK, str(packed), str(target)]
    subprocess.run(node, check=True)
    packed.unlink()
