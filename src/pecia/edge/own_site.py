"""The name of this site, where a package would say the name of its host."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


class OwnSiteMiddleware:
    """Lets every page have our `site`: allauth puts one of its own before it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request."""
        return self.get_response(request)

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        """Called by Django before a page is rendered: what is taken away here is ours again."""
        if response.context_data:
            response.context_data.pop("site", None)
        return response
