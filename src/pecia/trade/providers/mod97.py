"""Check digits after ISO 7064 (mod 97, 10), as account numbers and payment references have them.

Both begin with two letters and two check digits; read with those four at the end, and letters as
the numbers 10 to 35, they leave 1 when divided by 97.
"""

from __future__ import annotations

import re

_FORM = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]+")


def compact(words: str) -> str:
    """As machines read it: without spaces, in capitals."""
    return "".join(words.split()).upper()


def is_valid(compacted: str) -> bool:
    """Whether its check digits are right."""
    return bool(_FORM.fullmatch(compacted)) and _remainder(compacted) == 1


def with_check_digits(letters: str, rest: str) -> str:
    """Both with their check digits between."""
    return f"{letters}{98 - _remainder(f'{letters}00{rest}'):02d}{rest}"


def in_fours(compacted: str) -> str:
    """As people read it."""
    return " ".join(compacted[at : at + 4] for at in range(0, len(compacted), 4))


def _remainder(compacted: str) -> int:
    turned = compacted[4:] + compacted[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97
