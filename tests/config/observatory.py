"""The published rules of Mozilla's HTTP Observatory, as a scorer: ten tests, and a grade.

After "Tests & scoring" of its documentation: 100 points, less what a failed test costs; what goes beyond
counts from 90 points on. A test passes when it costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import Morsel
from typing import Any

from bs4 import BeautifulSoup

ENOUGH_FOR_EXTRA = 90
HALF_A_YEAR = 15_768_000
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
GRADES = ((100, "A+"), (90, "A"), (85, "A-"), (80, "B+"), (70, "B"), (65, "B-"), (60, "C+"), (50, "C"))
UNSAFE = ("'unsafe-inline'", "'unsafe-eval'", "data:", "http:", "https:", "*", "blob:")


@dataclass(frozen=True)
class Answer:
    """A page as it came over TLS, its cookies, and where its address without TLS leads."""

    headers: Mapping[str, str]
    cookies: Mapping[str, Morsel[Any]]
    page: str
    redirect: str


def scored(answer: Answer) -> dict[str, int]:
    """What each of the ten tests takes or gives."""
    policy = policy_of(answer.headers.get("Content-Security-Policy", ""))
    return {
        "content-security-policy": _policy(policy),
        "cookies": _cookies(answer.cookies),
        "cross-origin-resource-sharing": -50 if "Access-Control-Allow-Origin" in answer.headers else 0,
        "redirection": 0 if answer.redirect.startswith("https://") else -20,
        "referrer-policy": 5 if answer.headers.get("Referrer-Policy") in PRIVATE else -5,
        "strict-transport-security": _transport(answer.headers.get("Strict-Transport-Security", "")),
        "subresource-integrity": _scripts(answer.page),
        "x-content-type-options": 0 if answer.headers.get("X-Content-Type-Options") == "nosniff" else -5,
        "x-frame-options": 5 if policy.get("frame-ancestors") == ["'none'"] else _frames(answer.headers),
        "cross-origin-resource-policy": _resources(answer.headers.get("Cross-Origin-Resource-Policy", "")),
    }


def grade(tests: Mapping[str, int]) -> tuple[int, str]:
    """The points and their grade."""
    points = 100 + sum(each for each in tests.values() if each < 0)
    if points >= ENOUGH_FOR_EXTRA:
        points += sum(each for each in tests.values() if each > 0)
    return points, next((name for least, name in GRADES if points >= least), "F")


def policy_of(header: str) -> dict[str, list[str]]:
    parts = [part.split() for part in header.split(";") if part.strip()]
    return {name: sources for name, *sources in parts}


def _policy(policy: Mapping[str, list[str]]) -> int:
    if not policy:
        return -25
    fetched = policy.get("script-src", policy.get("default-src", ["*"]))
    styles = policy.get("style-src", policy.get("default-src", ["*"]))
    if any(
        each in UNSAFE for each in (*fetched, *policy.get("object-src", policy.get("default-src", ["*"])))
    ):
        return -20
    if any(each in UNSAFE for each in styles):
        return 0
    return 10 if policy.get("default-src") == ["'none'"] else 5


def _cookies(cookies: Mapping[str, Morsel[Any]]) -> int:
    costs = [0]
    for name, cookie in cookies.items():
        is_session = "session" in name.lower()
        costs += [-40 if is_session else -20] if not cookie["secure"] else []
        costs += [-30] if is_session and not cookie["httponly"] else []
        costs += [-20] if "csrf" in name.lower() and not cookie["samesite"] else []
    if min(costs) < 0:
        return min(costs)
    return 5 if cookies and all(each["samesite"] in ("Lax", "Strict") for each in cookies.values()) else 0


def _transport(header: str) -> int:
    parts = dict(part.strip().partition("=")[::2] for part in header.split(";"))
    age = int(parts.get("max-age") or 0)
    if not header or age < HALF_A_YEAR:
        return -20 if not header else -10
    # Preloaded is who is on the list of the browsers, which the service cannot say for itself.
    return 0


def _scripts(page: str) -> int:
    sources = [each.get("src", "") for each in BeautifulSoup(page, "html5lib").select("script[src]")]
    return -5 if any("//" in source for source in sources) else 0


def _frames(headers: Mapping[str, str]) -> int:
    return 0 if headers.get("X-Frame-Options") in ("DENY", "SAMEORIGIN") else -20


def _resources(header: str) -> int:
    if header in ("same-origin", "same-site"):
        return 10
    return -5 if header == "cross-origin" else 0
