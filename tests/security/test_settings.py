"""What is kept, shipped and there from the start."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from casework.people.models import User
from config.celery import app

ROOT = Path(__file__).parents[2]
SHIPPED = {"manage.py", "config", "casework", "workflows", "notifications", "requirements-production.lock"}
OF_TESTS = {"pytest", "hypothesis", "playwright", "aiosmtpd", "mypy", "ruff", "oidc-provider-mock", "faker"}


def test_tasks_and_sessions_are_json():
    assert app.conf.accept_content == ["json"]
    assert (app.conf.task_serializer, app.conf.result_serializer) == ("json", "json")
    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"


@pytest.mark.django_db
def test_migrating_makes_no_account():
    assert not User.objects.exists()


def test_the_image_holds_the_product_alone():
    """No test, no tool and no source control is in it."""
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert {name for line in copied for name in line.split()} == SHIPPED
    packages = re.findall(r"^([\w.-]+)==", (ROOT / "requirements-production.lock").read_text(), re.MULTILINE)
    assert {name.lower() for name in packages} & OF_TESTS == set()
    shipped = [path for name in SHIPPED - {"manage.py"} for path in (ROOT / name).rglob("*.py")]
    assert [path.name for path in shipped if path.name.startswith(("test_", "conftest"))] == []
    assert [path for name in SHIPPED for path in (ROOT / name).rglob(".git*")] == []
