"""What the sample of the proxy offers, and what the product asks of those whom it calls."""

from __future__ import annotations

import re
import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from notifications.outbox.channels.smtp import Backend, Smtp

ROOT = Path(__file__).parents[2]
PROXY = (ROOT / "docs" / "proxy" / "nginx.conf").read_text()


def directive(name: str) -> list[str]:
    return re.findall(rf"^\s*{name} (.+);$", PROXY, re.MULTILINE)


def test_the_sample_proxy_speaks_new_tls_only():
    assert directive("ssl_protocols") == ["TLSv1.2 TLSv1.3"]
    assert directive("ssl_session_tickets") == ["off"]
    assert directive("return") == ["301 https://$host$request_uri"]


def test_the_sample_proxy_has_good_suites_only():
    """With keys of one connection alone, and ciphers that notice a change, as OpenSSL reads the list."""
    (named,) = directive("ssl_ciphers")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers(named)
    suites = context.get_ciphers()
    assert {suite["name"] for suite in suites} >= set(named.split(":"))
    for suite in suites:
        assert suite["aead"], suite["name"]
        assert suite["strength_bits"] >= 128, suite["name"]
        assert suite["protocol"] == "TLSv1.3" or "ecdhe" in suite["kea"], suite["name"]


def test_the_sample_proxy_says_who_asks_and_logs_no_secret_address():
    assert set(directive("proxy_set_header")) >= {
        "X-Forwarded-Proto https",
        "X-Forwarded-For $proxy_add_x_forwarded_for",
        'X-Forwarded-Host ""',
    }
    assert "~^/(calendar|voice)/ 0;" in PROXY
    assert directive("server_tokens") == ["off", "off"]


def test_who_sends_slowly_waits_at_the_sample_proxy():
    assert directive("proxy_request_buffering") == []
    assert directive("client_header_timeout") == directive("client_body_timeout") == ["10s"]


def test_what_we_call_must_speak_new_tls():
    context = Backend().ssl_context
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.fixture
def relay(tmp_path, settings):
    """A relay that offers TLS with a certificate that nobody vouches for."""
    settings.EMAIL_USE_TLS = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = free.getsockname()
    server = Controller(
        Sink(), settings.EMAIL_HOST, settings.EMAIL_PORT, tls_context=context, require_starttls=True
    )
    server.start()
    yield server
    server.stop()


def self_signed(place: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    certificate = built.sign(key, hashes.SHA256())
    form = serialization.Encoding.PEM
    private = key.private_bytes(form, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (place / "relay.pem").write_bytes(private + certificate.public_bytes(form))
    return place / "relay.pem"


def test_a_relay_with_a_certificate_of_nobody_gets_no_mail(relay, caplog):
    assert not Smtp().ready()
    assert "SSLCertVerificationError" in caplog.text
