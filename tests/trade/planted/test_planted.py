"""Each planted bug is noticed; where one is not, a test is missing."""

from __future__ import annotations

import pytest

from tests.trade.planted.bugs import BUGS, Bug
from tests.trade.planted.plant import ROOT, noticed, wanted


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name.replace(" ", "-"))
def test_its_place_is_there(bug: Bug) -> None:
    text = (ROOT / "src/pecia/trade" / bug.file).read_text(encoding="utf-8")
    assert text.count(bug.old) == 1
    assert bug.old != bug.new


@pytest.mark.long
@pytest.mark.parametrize("bug", wanted(), ids=lambda bug: bug.name.replace(" ", "-"))
def test_a_planted_bug_is_noticed(bug: Bug) -> None:
    assert noticed(bug)
