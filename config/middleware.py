from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed


class NoStoreMiddleware:
    """Pages hold personal data: no browser or proxy keeps them, no search engine lists them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Robots-Tag"] = "noindex"
        return response


class MethodsMiddleware:
    """Browsers and monitoring send these; no page has another, and TRACE would be answered by some."""

    ANSWERED = ("GET", "HEAD", "OPTIONS", "POST")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in self.ANSWERED:
            return HttpResponseNotAllowed(self.ANSWERED)
        return self.get_response(request)
