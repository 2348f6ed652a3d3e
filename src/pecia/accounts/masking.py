"""How a name is shown to strangers: enough to tell people apart, too little to find them."""

from __future__ import annotations

_STARS = "****"


def masked(name: str) -> str:
    """`laozhouyou` -> `lao****ou`: three letters, four asterisks, two letters.

    Of short names less is shown, so that at least half stays hidden.
    """
    name = name.strip()
    if len(name) >= 7:
        return f"{name[:3]}{_STARS}{name[-2:]}"
    if len(name) >= 4:
        return f"{name[0]}{_STARS}{name[-1]}"
    return f"{name[:1]}{_STARS}"
