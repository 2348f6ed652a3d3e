"""What a buyer may do, as an agreement in ODRL that is kept with each line of an order.

ODRL Information Model 2.2, W3C Recommendation of 15 February 2018, section 2.1.3 (Agreement) and
the vocabulary for actions and constraints.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pecia.library.public import Document, Licence

_OWN_USE = ("reproduce", "read", "print")
_FREE = ("reproduce", "distribute", "derive", "read", "print")
_URLS = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.PUBLIC_DOMAIN: "https://creativecommons.org/publicdomain/mark/1.0/",
}


def agreement(document: Document, *, uid: str, assigner: str, assignee: str, at: datetime) -> Any:
    """The agreement between seller and buyer over one document."""
    licence = Licence(document.licence)
    actions = _OWN_USE if licence is Licence.OWN_USE else _FREE
    told: dict[str, Any] = {
        "@context": "http://www.w3.org/ns/odrl.jsonld",
        "@type": "Agreement",
        "uid": uid,
        "profile": _URLS.get(licence, ""),
        "issued": at.isoformat(),
        "permission": [
            {
                "target": f"urn:pecia:document:{document.number}",
                "assigner": assigner,
                "assignee": assignee,
                "action": list(actions),
            }
        ],
    }
    if licence is Licence.OWN_USE:
        told["prohibition"] = [
            {"target": f"urn:pecia:document:{document.number}", "action": ["distribute", "sell"]}
        ]
    return {key: value for key, value in told.items() if value}
