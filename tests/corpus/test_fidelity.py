"""Over all real files: converted, with as many pages, and page 1 looking the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus import fidelity

pytestmark = [pytest.mark.long, pytest.mark.corpus]


@pytest.mark.parametrize("kind", ["office", "pdf"])
def test_what_others_convert_is_converted_and_looks_the_same(corpus: Path, kind: str) -> None:
    shares = fidelity.shares(fidelity.compare_all(corpus, kind))
    print(kind, shares)
    assert shares.files > 100
    assert shares.without_code == 0
    assert shares.converted >= 0.99
    assert shares.same_pages >= 0.98
    assert shares.same_image >= 0.95
