"""Where providers bring their notices: verified, stored, answered; nothing else happens here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from pecia.edge.addresses import address_of
from pecia.edge.limits import require_fair_use
from pecia.trade.public import MOST_BYTES, NoProvider, NoticeRefused, receive_notice

_TAKEN = "success"  # Alipay wants exactly this word, the others only the status
_REFUSED_PER_HOUR = 600  # of one address: probes are cheap, looking at them is not


@csrf_exempt
@require_POST
def notice(request: HttpRequest, provider: str) -> HttpResponse:
    """Take a notice. 401 for what is not from the provider; it will be brought again."""
    body = request.read(MOST_BYTES + 1)  # what its length is said to be proves nothing
    if len(body) > MOST_BYTES:
        return HttpResponse(status=413)
    try:
        receive_notice(provider, dict(request.headers), body)
    except NoProvider:
        return HttpResponse(status=404)
    except NoticeRefused as error:
        require_fair_use("notice", address_of(request), _REFUSED_PER_HOUR)
        return HttpResponse(error.reason, status=401, content_type="text/plain")
    return HttpResponse(_TAKEN, content_type="text/plain")
