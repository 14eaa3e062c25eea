"""Papers as files. Each carries its marking, and who printed it and when, on every page."""

from __future__ import annotations

from django.http import HttpResponse

from casework.papers.paper import Paper


def pdf_response(paper: Paper, pdf: bytes) -> HttpResponse:
    """Saved under a name without personal data; kept by no cache, and shown in no frame of ours."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{paper.file_name}"'
    response["Cache-Control"] = "no-store"
    return response
