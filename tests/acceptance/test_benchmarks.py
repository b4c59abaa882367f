"""Every figure can be measured; the goals are for ``make bench``, at sizes that mean something."""

from __future__ import annotations

from math import isfinite
from pathlib import Path

import pytest

from benchmarks.__main__ import FIGURES, run, table
from tests.fakes.scanned_pages import TESSERACT_ADVICE, has_tesseract


@pytest.mark.parametrize("name", [figure.name for figure in FIGURES])
def test_every_figure_can_be_measured(name: str, tmp_path: Path) -> None:
    if name.startswith("scan") and not has_tesseract():
        pytest.skip(TESSERACT_ADVICE)
    (row,) = run([figure for figure in FIGURES if figure.name == name], "tiny", tmp_path)
    assert isfinite(row.measured)
    assert row.detail
    assert row.goal in table([row])
    if name == "overdue":
        # A count, not a speed: nothing lost and nothing doubled, however small or busy the machine.
        assert row.measured == 100, row.detail
    assert not list(tmp_path.iterdir()), "leaves nothing behind"


def test_every_figure_of_the_last_run_is_still_measured() -> None:
    page = (Path(__file__).parents[2] / "docs" / "figures.md").read_text(encoding="utf-8")
    assert [figure.title for figure in FIGURES if figure.title not in page] == []
