"""The static files of the image: collected as the Dockerfile does it, under the names that pages use."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

ROOT = Path(__file__).parents[2]
HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"


def test_the_image_collects_what_the_pages_ask_for(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": HASHED}}
    call_command("collectstatic", "--noinput", "--ignore", "viewflow", verbosity=0)
    for name in ("app.css", "app.js", "supported.js", "favicon.svg"):
        address = staticfiles_storage.url(f"dist/{name}")
        assert (tmp_path / address.removeprefix("/static/")).exists()
    assert "collectstatic --noinput --ignore viewflow" in (ROOT / "Dockerfile").read_text()
