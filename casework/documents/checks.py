from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register

from casework.documents.scanning import scanner_configured


@register(Tags.security, deploy=True)
def files_are_scanned(**kwargs: Any) -> list[CheckMessage]:
    """Warn of a deployment in which nobody looks for viruses."""
    if scanner_configured():
        return []
    return [
        Warning(
            "No virus scanner is configured: files are taken unscanned",
            hint="Run clamd, and set RASSO_CLAMD to its address.",
            id="casework.W002",
        )
    ]
