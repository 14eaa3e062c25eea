"""The compose file and the documentation say what the settings read."""

import os
import re
import subprocess
import sys
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from config.settings import env
from devtools.paths import ROOT
from tests.notifications.fake_notify import API_KEY, TEMPLATE

COMPOSE = ROOT / "docker-compose.yml"
# Settings that only web needs, that volumes fix, and that are there while a key is replaced.
NOT_PASSED_ON = {
    "RASSO_OIDC_PROVIDERS",
    *("RASSO_AUDIT_HEADS_DIR", "RASSO_DOCUMENTS_DIR"),
    *("RASSO_SECRET_KEY_BEFORE", "RASSO_SECRET_KEY_BEFORE_FILE"),
}
APP = ("migrate", "web", "worker", "beat")
# What an operator who sends by GOV.UK Notify writes into .env and into the files.
WRITTEN = {
    "RASSO_ALLOWED_HOSTS": "casework.example",
    "RASSO_ORIGIN": "https://casework.example",
    "RASSO_SMTP_HOST": "none",
    "RASSO_MAIL_FROM": "casework@casework.example",
    "RASSO_MAIL_CHANNEL": "notify",
    "RASSO_NOTIFY_TEMPLATE": TEMPLATE,
}
SECRETS = {"secret_key": "Aq5" * 20, "notify_api_key": API_KEY}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return YAML(typ="safe").load(COMPOSE)


def test_compose_file_follows_the_specification():
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    checked = subprocess.run([*check, str(COMPOSE)], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_every_secret_is_a_file(compose):
    assert all(list(secret) == ["file"] for secret in compose["secrets"].values())


def test_no_variable_holds_a_secret(compose):
    variables = dict(chain.from_iterable(environment(service) for service in compose["services"].values()))
    suspects = {name for name in variables if re.search("KEY|PASSWORD|TOKEN", name)}
    assert suspects
    assert all(name.endswith("_FILE") and variables[name].startswith("/run/secrets/") for name in suspects)


def test_each_service_has_its_own_role_of_the_database_and_no_password_in_the_address(compose):
    found = {name: dict(environment(compose["services"][name])) for name in APP}
    roles = {"migrate": "casework", "web": "rasso_web", "worker": "rasso_worker", "beat": "rasso_worker"}
    assert {name: each["DATABASE_URL"] for name, each in found.items()} == {
        name: f"postgresql://{role}@db:5432/casework" for name, role in roles.items()
    }


def test_no_service_is_given_the_password_of_another_role(compose):
    given = {
        name: {each for each in compose["services"][name]["secrets"] if "pgpass" in each} for name in APP
    }
    worker = {"pgpass_worker"}
    assert given == {"migrate": {"pgpass"}, "web": {"pgpass_web"}, "worker": worker, "beat": worker}


def test_who_sends_mails_alone_has_the_keys_of_the_other_end(compose):
    """Beside it, migrate looks whether the key of GOV.UK Notify is whole."""
    holders = {
        key: {name for name in APP if key in compose["services"][name]["secrets"]}
        for key in ("smtp_password", "notify_api_key")
    }
    assert holders == {"smtp_password": {"worker"}, "notify_api_key": {"worker", "migrate"}}


@pytest.mark.parametrize("name", APP)
def test_each_service_is_given_the_secrets_that_it_reads_and_no_other(compose, name):
    service = compose["services"][name]
    read = {
        value.removeprefix("/run/secrets/") for value in service["environment"].values() if is_secret(value)
    }
    assert read == set(service["secrets"])


@pytest.mark.parametrize("name", APP)
def test_each_service_passes_its_checks_with_what_it_is_given(compose, name, tmp_path):
    check = [sys.executable, "manage.py", "check", "--fail-level", "ERROR"]
    given = as_given(compose["services"][name], tmp_path)
    checked = subprocess.run(check, cwd=ROOT, env=given, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("service", APP)
def test_the_product_cannot_write_or_gain_rights(compose, service):
    definition = compose["services"][service]
    assert definition["read_only"] is True
    assert definition["cap_drop"] == ["ALL"]
    assert definition["security_opt"] == ["no-new-privileges:true"]


def test_no_container_is_root_or_can_become_it(compose):
    """The product's image has a user of its own; the others are told theirs."""
    assert "\nUSER 10001\n" in (ROOT / "Dockerfile").read_text()
    for name, definition in compose["services"].items():
        assert definition["cap_drop"] == ["ALL"], name
        assert "cap_add" not in definition, name
        assert "privileged" not in definition, name
        assert definition["security_opt"] == ["no-new-privileges:true"], name
        assert definition.get("user", "10001" if name in APP else "") in ("999:999", "10001"), name


def test_what_a_container_may_take_is_bounded_and_only_the_database_writes_beside_its_volumes(compose):
    services = compose["services"]
    assert all(definition["pids_limit"] <= 512 for definition in services.values())
    assert {name for name, definition in services.items() if not definition["read_only"]} == {"db"}


@pytest.mark.parametrize("service", ["db", "redis", "migrate", "beat"])
def test_only_web_and_worker_reach_the_outside(compose, service):
    assert compose["services"][service]["networks"] == ["inside"]
    assert compose["networks"]["inside"]["internal"] is True


def test_compose_names_only_settings_that_exist(compose):
    assert settings_named(compose, *APP) <= env.known


def test_compose_passes_every_setting_on_but_those_that_are_for_few(compose):
    named = settings_named(compose, "worker")
    assert settings_named(compose, *APP) == named
    named |= {name.removesuffix("_FILE") for name in named}
    assert env.known - named - {f"{name}_FILE" for name in named} == NOT_PASSED_ON


def test_the_documentation_names_every_setting_and_no_other():
    documented = set(re.findall(r"RASSO_[A-Z_]*[A-Z]", (ROOT / "docs" / "deploy.md").read_text()))
    assert documented == env.known


def test_what_only_the_worker_is_told_is_of_mails(compose):
    named = settings_named(compose, "worker") - settings_named(compose, "web", "beat")
    assert named
    assert all(re.match("RASSO_(SMTP|NOTIFY|MAIL)_", name) for name in named)


def environment(service: dict[str, Any]) -> list[tuple[str, str]]:
    return list(service.get("environment", {}).items())


def settings_named(compose: dict[str, Any], *services: str) -> set[str]:
    variables = chain.from_iterable(environment(compose["services"][name]) for name in services)
    return {name for name, _ in variables if name.startswith("RASSO_")}


def is_secret(value: str | None) -> bool:
    return bool(value) and value.startswith("/run/secrets/")


def as_given(service: dict[str, Any], place: Path) -> dict[str, str]:
    """The environment as Compose makes it, with the files of the service below this place."""
    for name in service["secrets"]:
        (place / name).write_text(SECRETS.get(name, ""))
    given = {name: os.environ[name] for name in ("PATH", "DATABASE_URL")}
    for name, value in environment(service):
        if is_secret(value):
            given[name] = str(place / Path(value).name)
        elif value is None or value.startswith("${"):
            given |= {name: WRITTEN[name]} if name in WRITTEN else {}
        else:
            given.setdefault(name, value)
    return given
