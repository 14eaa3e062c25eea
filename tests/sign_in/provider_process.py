"""A real OpenID Connect provider that holds to PKCE. Run with the number of its port."""

from __future__ import annotations

import base64
import hashlib
import os
import sys
from urllib.parse import parse_qs, urlsplit

import flask

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from oidc_provider_mock import app as provider_app


def with_pkce(app: flask.Flask) -> flask.Flask:
    """Give a token only to who knows what the code's challenge was made from (RFC 7636, S256)."""
    challenges: dict[str, str] = {}

    @app.after_request
    def keep(response: flask.Response) -> flask.Response:
        code = parse_qs(urlsplit(response.headers.get("Location", "")).query).get("code")
        if code and flask.request.args.get("code_challenge_method") == "S256":
            challenges[code[0]] = flask.request.args["code_challenge"]
        return response

    @app.before_request
    def judge() -> tuple[dict[str, str], int] | None:
        if not flask.request.path.endswith("/token"):
            return None
        sent = flask.request.form
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        made = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenges.pop(sent.get("code", ""), None) == made:
            return None
        return {"error": "invalid_grant"}, 400

    return app


if __name__ == "__main__":
    with_pkce(provider_app(require_nonce=True)).run(port=int(sys.argv[1]), debug=False, use_reloader=False)
