from __future__ import annotations

from casework.casefiles.models import urn_normalised


class UrnConverter:
    """A URN in an address, in small letters or capitals. Anything else is no address of ours: 404."""

    regex = "[0-9A-Za-z]{11}"

    def to_python(self, value: str) -> str:
        return urn_normalised(value)

    def to_url(self, value: str) -> str:
        return value
