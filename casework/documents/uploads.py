"""Receiving a large file: in pieces, to a file without a name, and never more of it than is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from casework.documents import storage

View = TypeVar("View", bound=Callable[..., Any])
# How far a file that is too large is read, and thrown away, so that its sender is told: in limits.
READ_ON = 4


def takes_documents(view: View) -> View:
    """Mark a view to which a file of up to DOCUMENT_MAX_BYTES can be sent. Outermost of its decorators."""
    view.takes_documents = True  # type: ignore[attr-defined]
    return view


class BoundedUploadHandler(FileUploadHandler):
    """For what is too large for memory: written as far as the view takes it, and counted beyond.

    Every other view takes none of it. Files are read before it is known who sends them: the check against
    forged requests reads the form, and comes before the sign-in.
    """

    file: UploadedFile

    def __init__(self, request: HttpRequest | None = None):
        super().__init__(request)
        match = request.resolver_match if request else None
        takes = match is not None and getattr(match.func, "takes_documents", False)
        self.limit = settings.DOCUMENT_MAX_BYTES if takes else 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        extra = self.content_type_extra
        self.file = UploadedFile(storage.scratch(), self.file_name, self.content_type, 0, self.charset, extra)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        received = start + len(raw_data)
        if received <= self.limit:
            self.file.write(raw_data)
        elif received > READ_ON * settings.DOCUMENT_MAX_BYTES:
            self.file.close()
            raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> UploadedFile:
        """The file; one of a size beyond the limit is not all there, and no form takes it."""
        self.file.seek(0)
        self.file.size = file_size
        return self.file
