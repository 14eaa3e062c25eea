"""Two tools of the tests that pip cannot install: a Chromium, and the Nu HTML checker with its Java."""

import ctypes
import os
import shutil
import subprocess
import sys

from devtools.npm import npm_members
from devtools.packaged_browser import packaged_chromium
from devtools.paths import STATE, private_directory

# Read by the tests; set by the user, they win over what is found here.
CHROMIUM, VNU = "CASEWORK_TEST_CHROMIUM", "CASEWORK_TEST_VNU"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")

VNU_PACKAGE = "vnu-jar@26.9.27"
VNU_MEMBER = "package/build/dist/vnu.jar"
VNU_SHA256 = "5970d3ffca91a627cf0965e5d91bb2e4242307c29292998de0b419d6a901b2b7"

# For each mark of the tests: how a person enables them.
ENABLE = {
    "browser": f"apt-get install chromium libatomic1, or install Node 20 with npm, or set {CHROMIUM} to it",
    "html": f"install Java and npm (Debian: apt-get install default-jre-headless npm), or set {VNU} to it",
}


def find_tools() -> dict[str, str]:
    """The variables for the tools that are here, or that could be fetched. What is missing is left out."""
    found = {CHROMIUM: os.environ.get(CHROMIUM) or _chromium(), VNU: os.environ.get(VNU) or _html_checker()}
    return {name: path for name, path in found.items() if path}


def _chromium() -> str | None:
    """One that is installed, that root can install, or that a package brings; None if none can be driven."""
    if not _driver_runs():
        _apt_install("libatomic1")
    if not _driver_runs():
        return None
    if not _first(CHROMIUM_NAMES):
        _apt_install("chromium")
    return _first(CHROMIUM_NAMES) or packaged_chromium()


def _driver_runs() -> bool:
    """Whether the library is here against which Playwright's driver for Linux is linked."""
    if sys.platform != "linux":
        return True
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return False
    return True


def _html_checker() -> str | None:
    """The checker's jar, kept under its digest so that a change of version is a new file."""
    jar = STATE / "tools" / f"vnu-{VNU_SHA256[:12]}.jar"
    if not shutil.which("java"):
        _apt_install("default-jre-headless")
    if not jar.exists():
        if not shutil.which("npm"):
            _apt_install("npm")
        private_directory(jar.parent)
        npm_members(VNU_PACKAGE, VNU_SHA256, {VNU_MEMBER: jar})
    return str(jar) if shutil.which("java") and jar.exists() else None


def _first(names: tuple[str, ...]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


def _apt_install(package: str) -> None:
    """Only root on Debian or Ubuntu can; for all others the tests that need the package are skipped."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"Installing {package} ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        subprocess.run(["apt-get", "--quiet=2", *command], env=environment, capture_output=True)
