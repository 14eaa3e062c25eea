"""What is committed in static/dist, and what no template may contain."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "casework" / "static" / "dist"
FRONTEND = ROOT / "casework" / "pages" / "frontend"
PACKAGES = ("casework", "workflows", "notifications")
TEMPLATES = sorted(
    template for package in PACKAGES for template in (ROOT / package).glob("**/jinja2/**/*.html")
)
FILES = sorted(path for path in DIST.rglob("*") if path.is_file())


def short(path):
    return str(path.relative_to(ROOT))


def read(name):
    return (DIST / name).read_text()


def test_the_files_are_those_of_the_manifest():
    listed = dict(reversed(line.split("  ")) for line in read("MANIFEST.sha256").splitlines())
    found = {
        str(path.relative_to(DIST)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FILES
        if path.name != "MANIFEST.sha256"
    }
    assert found == listed


def test_nothing_reserved_for_gov_uk_is_there():
    assert not [short(path) for path in FILES if re.search(r"font|crown|crest|logo|\.woff", path.name)]
    assert not re.search(r"GDS Transport|crown|crest|@font-face", read("app.css"), re.IGNORECASE)


@pytest.mark.parametrize("name", ["app.css", "app.js", "supported.js"])
def test_no_source_map_is_promised(name):
    assert "sourceMappingURL" not in read(name)


def test_the_stylesheet_names_only_files_that_are_there():
    names = re.findall(r"url\(([^)]*)\)", read("app.css"))
    assert names
    assert all((DIST / name).is_file() for name in names)


def test_the_stylesheet_has_the_brand_colour():
    assert "--govuk-brand-colour: #1d3557" in read("app.css").replace(":#", ": #")


def test_no_source_of_the_assets_holds_a_registry():
    assert '"resolved"' not in (FRONTEND / "package-lock.json").read_text()


INLINE = {
    "style attribute": r"\sstyle\s*=",
    "style element": r"<style",
    "inline script": r"<script(?![^>]*\bsrc=)",
    "event attribute": r"\son[a-z]+\s*=\s*[\"']",
    "javascript address": r"javascript:",
}


@pytest.mark.parametrize("template", TEMPLATES, ids=short)
def test_a_template_has_nothing_inline(template):
    """The content security policy would drop it without a word."""
    text = template.read_text()
    assert not [name for name, pattern in INLINE.items() if re.search(pattern, text, re.IGNORECASE)]


@pytest.mark.parametrize("template", TEMPLATES, ids=short)
def test_a_template_trusts_no_markup(template):
    assert not re.search(r"\|\s*safe\b", template.read_text())
