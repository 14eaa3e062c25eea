"""The bill of materials of what is deployed, in CycloneDX 1.6: made from the locks alone.

`python -m devtools.sbom` writes docs/sbom.cdx.json; a test compares it with the pins. Digests are in the
locks themselves, of which it names the SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from devtools.paths import ROOT

LOCK = ROOT / "requirements-production.lock"
FRONTEND = ROOT / "casework" / "pages" / "frontend" / "package-lock.json"
COMPOSE, DOCKERFILE = ROOT / "docker-compose.yml", ROOT / "Dockerfile"
SBOM = ROOT / "docs" / "sbom.cdx.json"
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;]+)", re.MULTILINE)
IMAGE = re.compile(r"^(?:FROM|\s+image:) ([a-z0-9./-]+):([a-z0-9.-]+)", re.MULTILINE)
INSIDE = "node_modules/"


def python_pins() -> dict[str, str]:
    """Every package of the image with its version."""
    return dict(PIN.findall(LOCK.read_text()))


def frontend_pins() -> dict[str, str]:
    """The packages of which the pages carry something; what only builds them is left out."""
    packages = json.loads(FRONTEND.read_text())["packages"]
    return {
        name.rpartition(INSIDE)[2]: each["version"]
        for name, each in packages.items()
        if name and not each.get("dev") and not each.get("optional")
    }


def images() -> dict[str, str]:
    """The images that the product's is built on and that run beside it."""
    return dict(IMAGE.findall(DOCKERFILE.read_text() + COMPOSE.read_text()))


def sbom() -> dict[str, Any]:
    locked = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (LOCK, FRONTEND)}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(locked))}",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "bom-ref": "rasso-casework", "name": "rasso-casework"},
            "properties": [
                {"name": f"rasso-casework:sha256:{name}", "value": digest} for name, digest in locked.items()
            ],
        },
        "components": list(_components()),
    }


def _components() -> Iterator[dict[str, str]]:
    for kind, ecosystem, pins in (
        ("library", "pypi", python_pins()),
        ("library", "npm", frontend_pins()),
        ("container", "docker", images()),
    ):
        for name, version in sorted(pins.items()):
            purl = f"pkg:{ecosystem}/{name.replace('@', '%40')}@{version}"
            yield {"type": kind, "bom-ref": purl, "name": name, "version": version, "purl": purl}


def written() -> str:
    return json.dumps(sbom(), indent=1) + "\n"


def main(path: Path = SBOM) -> None:
    path.write_text(written())


if __name__ == "__main__":
    main()
