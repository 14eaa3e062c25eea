"""The identity providers of forces and of the CPS, from the environment."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from config.env import Environment


@dataclass(frozen=True)
class Provider:
    """One OpenID Connect provider. It must say how its people proved who they are: by `acr`, or by `amr`."""

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    acr: frozenset[str]
    amr: frozenset[str]

    def proves_enough(self, claims: dict[str, object]) -> bool:
        """Whether the provider says that a second factor was asked for, in a way that the settings name."""
        methods = claims.get("amr")
        said = set(methods) if isinstance(methods, list) else set()
        return claims.get("acr") in self.acr or bool(said & self.amr)


def providers_from(env: Environment, *, production: bool) -> dict[str, Provider]:
    """By key, those that OIDC_PROVIDERS names. Raises ImproperlyConfigured for one that is not whole."""
    return {key: _provider(env, key, production) for key in env.names("OIDC_PROVIDERS")}


def _provider(env: Environment, key: str, production: bool) -> Provider:
    if not key.isascii() or not key.isalnum() or key != key.lower():
        raise ImproperlyConfigured(f"RASSO_OIDC_PROVIDERS: {key!r} must be small letters and digits")
    prefix = f"OIDC_{key.upper()}"
    provider = Provider(
        key=key,
        name=env.text(f"{prefix}_NAME"),
        issuer=env.text(f"{prefix}_ISSUER").rstrip("/"),
        client_id=env.text(f"{prefix}_CLIENT_ID"),
        client_secret=env.secret(f"{prefix}_CLIENT_SECRET"),
        acr=frozenset(env.names(f"{prefix}_ACR")),
        amr=frozenset(env.names(f"{prefix}_AMR")),
    )
    if not provider.acr and not provider.amr:
        raise ImproperlyConfigured(
            f"Set RASSO_{prefix}_ACR or RASSO_{prefix}_AMR to what says a second factor"
        )
    if production and not provider.issuer.startswith("https://"):
        raise ImproperlyConfigured(f"RASSO_{prefix}_ISSUER must begin with https://")
    return provider
