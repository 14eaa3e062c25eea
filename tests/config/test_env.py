"""Settings come from the environment, and what is not understood stops the start."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import Environment, postgresql


def test_an_unknown_name_is_refused():
    env = Environment({"RASSO_SMTP_HOSTT": "mail"})
    env.text("SMTP_HOST", "localhost")
    with pytest.raises(ImproperlyConfigured, match="RASSO_SMTP_HOSTT"):
        env.refuse_unknown()


@pytest.mark.parametrize("value", ["yes", "1", "TRUE"])
def test_a_flag_is_true_or_false_and_nothing_else(value):
    with pytest.raises(ImproperlyConfigured, match="must be one of true, false"):
        Environment({"RASSO_SMTP_TLS": value}).flag("SMTP_TLS", False)


@pytest.mark.parametrize("value", ["-1", "ten", "1.5"])
def test_a_number_is_whole(value):
    with pytest.raises(ImproperlyConfigured, match="must be a whole number"):
        Environment({"RASSO_SWEEP_SECONDS": value}).whole_number("SWEEP_SECONDS", 60)


def test_a_secret_is_read_from_its_file(tmp_path):
    (tmp_path / "key").write_text("from the file\n")
    assert (
        Environment({"RASSO_SECRET_KEY_FILE": str(tmp_path / "key")}).secret("SECRET_KEY") == "from the file"
    )


def test_a_secret_whose_file_is_missing_stops_the_start(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="RASSO_SECRET_KEY_FILE cannot be read"):
        Environment({"RASSO_SECRET_KEY_FILE": str(tmp_path / "none")}).secret("SECRET_KEY")


def test_what_must_be_set_is_named():
    with pytest.raises(ImproperlyConfigured, match="Set RASSO_ORIGIN"):
        Environment({}).text("ORIGIN")


def test_a_database_address_gives_its_parts():
    parts = postgresql("postgresql://casework@/casework?host=/run/pg")
    assert (parts["NAME"], parts["USER"], parts["HOST"]) == ("casework", "casework", "/run/pg")


def test_another_database_is_refused():
    with pytest.raises(ImproperlyConfigured, match="must begin with postgresql"):
        postgresql("sqlite:///db")


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("", None),
        ("clamd:3310", ("clamd", 3310)),
        ("[::1]:3310", ("::1", 3310)),
        ("/run/clamd.ctl", "/run/clamd.ctl"),
    ],
)
def test_a_service_is_at_a_port_or_a_path(value, address):
    assert Environment({"RASSO_CLAMD": value}).service("CLAMD") == address


@pytest.mark.parametrize("value", ["clamd", ":3310", "clamd:", "clamd:http", "run/clamd.ctl"])
def test_an_address_that_is_neither_is_refused(value):
    with pytest.raises(ImproperlyConfigured, match="must be host:port or a path"):
        Environment({"RASSO_CLAMD": value}).service("CLAMD")
