"""Codes of authenticator apps (RFC 6238: six digits, half a minute, SHA-1, which every app speaks)."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime

import pyotp
import segno
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

ISSUER = "RASSO Casework"
# A clock may differ by one step either way.
SKEW = (0, -1, 1)


def secret_new() -> str:
    """160 random bits, as the letters that somebody can type into their app."""
    return pyotp.random_base32()


def seal(secret: str) -> str:
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The key that was sealed; raises InvalidToken where the installation's secret key is another by now."""
    return _box().decrypt(sealed.encode()).decode()


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The step of time of which this is the code, if it is one of those that are taken at the moment."""
    app = pyotp.TOTP(secret)
    digits = "".join(code.split())
    for skew in SKEW:
        if hmac.compare_digest(app.at(at, counter_offset=skew).encode(), digits.encode()):
            return app.timecode(at) + skew
    return None


def qr_svg(secret: str, username: str) -> str:
    """The key as a picture for the app's camera: SVG markup without script or style."""
    address = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)
    return segno.make(address, error="m").svg_inline(scale=5, border=4, light="white")


def typed_key(secret: str) -> str:
    """The key in groups of four, for who cannot point a camera at it."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def _box() -> MultiFernet:
    return MultiFernet(
        [Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _key(secret: str | bytes) -> bytes:
    digest = salted_hmac("casework.sign_in.totp", "seal", secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest)
