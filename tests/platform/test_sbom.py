"""The bill of materials names what is deployed, and nothing else."""

from __future__ import annotations

import json
import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

from devtools import sbom
from devtools.paths import ROOT


def named(ecosystem: str) -> dict[str, str]:
    found = json.loads(sbom.SBOM.read_text())["components"]
    return {each["name"]: each["version"] for each in found if each["purl"].startswith(f"pkg:{ecosystem}/")}


def test_it_is_that_of_the_locks_as_they_are():
    """`python -m devtools.sbom` writes it anew."""
    assert sbom.SBOM.read_text() == sbom.written()


def locked() -> list[Requirement]:
    lines = (line for line in sbom.LOCK.read_text().splitlines() if "==" in line and not line.startswith(" "))
    return [Requirement(line.rstrip("\\")) for line in lines]


def test_it_has_every_package_of_the_lock_at_its_pin():
    assert len(locked()) > 40
    assert named("pypi") == {each.name: str(each.specifier).removeprefix("==") for each in locked()}


def test_the_notices_have_the_licence_of_every_package_of_the_lock():
    notices = (ROOT / "THIRD-PARTY-NOTICES.md").read_text().partition("## Built into")[0].lower()
    assert {each.name for each in locked() if not re.search(rf"[ |]{each.name}[ ,]", notices)} == set()


def test_it_has_what_the_product_itself_pins():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pins = [Requirement(each) for each in project["dependencies"]]
    asked = {canonicalize_name(each.name): str(each.specifier).removeprefix("==") for each in pins}
    assert asked.items() <= named("pypi").items()


def test_it_has_what_the_pages_are_made_of_and_not_what_makes_them():
    package = json.loads((sbom.FRONTEND.parent / "package.json").read_text())
    assert package["dependencies"].items() <= named("npm").items()
    assert not set(package["devDependencies"]) & set(named("npm"))


def test_it_has_the_images():
    services = YAML(typ="safe").load(ROOT / "docker-compose.yml")["services"].values()
    asked = {service["image"] for service in services if not service["image"].startswith("casework:")}
    assert asked <= {f"{name}:{version}" for name, version in named("docker").items()}
    assert "python" in named("docker")


def test_what_it_names_it_names_once():
    references = [each["bom-ref"] for each in json.loads(sbom.SBOM.read_text())["components"]]
    assert len(references) == len(set(references))
