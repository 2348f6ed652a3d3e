"""Which fonts are missing, by asking fontconfig, as LibreOffice and PDFium's makers do.

Uses libfontconfig through ctypes, with the configuration that `FONTCONFIG_FILE` names.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable

_MATCH_PATTERN = 0
_RESULT_MATCH = 0
_FAMILY = b"family"


class FontMatcher:
    """A loaded fontconfig. Make it once, in the parent; matching is then about a millisecond."""

    def __init__(self) -> None:
        library = ctypes.CDLL("libfontconfig.so.1")
        for name in ("FcInitLoadConfigAndFonts", "FcPatternCreate", "FcFontMatch"):
            getattr(library, name).restype = ctypes.c_void_p
        self._library = library
        self._config = ctypes.c_void_p(library.FcInitLoadConfigAndFonts())

    def missing(self, wanted: Iterable[str]) -> dict[str, str]:
        """The families of `wanted` that are not installed, with the family that stands in."""
        stand_ins = {}
        for family in wanted:
            found = self._match(family)
            if found and _folded(family) not in {_folded(name) for name in found}:
                stand_ins[family] = found[0]
        return stand_ins

    def _match(self, family: str) -> list[str]:
        """All names of the font that fontconfig would take for `family`."""
        library = self._library
        pattern = ctypes.c_void_p(library.FcPatternCreate())
        library.FcPatternAddString(pattern, _FAMILY, family.encode("utf-8", "replace"))
        library.FcConfigSubstitute(self._config, pattern, _MATCH_PATTERN)
        library.FcDefaultSubstitute(pattern)
        result = ctypes.c_int()
        match = library.FcFontMatch(self._config, pattern, ctypes.byref(result))
        library.FcPatternDestroy(pattern)
        if not match:
            return []
        names = self._families(ctypes.c_void_p(match))
        library.FcPatternDestroy(ctypes.c_void_p(match))
        return names

    def _families(self, pattern: ctypes.c_void_p) -> list[str]:
        names = []
        value = ctypes.c_char_p()
        for index in range(16):
            status = self._library.FcPatternGetString(pattern, _FAMILY, index, ctypes.byref(value))
            if status != _RESULT_MATCH or value.value is None:
                break
            names.append(value.value.decode("utf-8", "replace"))
        return names


def _folded(name: str) -> str:
    return name.replace(" ", "").casefold()
