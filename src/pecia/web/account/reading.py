"""Whether the site remembers what somebody reads, and forgetting it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pecia.discovery.public import forget_reading, set_remembering
from pecia.edge.actors import person_of
from pecia.edge.sign_in import signed_in


@require_POST
@signed_in
def reading(request: HttpRequest) -> HttpResponse:
    """`act`: on, off (which forgets), or clear."""
    user, act = person_of(request), request.POST.get("act", "")
    if act in ("on", "off"):
        set_remembering(user, on=act == "on")
        messages.success(request, _("Saved."))
    elif act == "clear":
        forget_reading(user.pk)
        messages.success(request, _("It is forgotten."))
    return redirect("account")
