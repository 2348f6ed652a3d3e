"""Payment references that survive the forms of banks (ISO 11649): RF, check digits, letters.

A buyer copies one by hand; a wrong letter shows, so that no payment goes to another order.
"""

from __future__ import annotations

import base64
from hashlib import blake2b

from pecia.trade.providers import mod97

BYTES = 10
LENGTH = 20  # of ours: RF, two digits, sixteen letters


def reference_for(key: str) -> str:
    """The reference of a payment, always the same. It can't be guessed back, and needs not to."""
    token = base64.b32encode(blake2b(key.encode(), digest_size=BYTES).digest()).decode()
    return mod97.with_check_digits("RF", token)


def references_in(text: str) -> list[str]:
    """Those of ours that somebody wrote into the text of a transfer, with right check digits.

    Banks break texts and put spaces in wherever they like, so that none counts.
    """
    whole = mod97.compact(text)
    starts = (at for at in range(len(whole)) if whole.startswith("RF", at))
    candidates = (whole[at : at + LENGTH] for at in starts)
    found = (each for each in candidates if len(each) == LENGTH and mod97.is_valid(each))
    return list(dict.fromkeys(found))
