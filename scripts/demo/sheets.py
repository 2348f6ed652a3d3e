"""A workbook in one colour: the looks that the workbooks of the demo library share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

MADE = dt.datetime(2025, 9, 1, 9, 0, tzinfo=dt.UTC).replace(tzinfo=None)


class Book:
    """A workbook in one colour, whose sheets fit the width of a page."""

    def __init__(self, path: Path, title: str, colour: str, font: str) -> None:
        self.book = xlsxwriter.Workbook(str(path))
        self.book.set_properties({"title": title, "created": MADE})
        base = {"font_name": font, "font_size": 11, "valign": "vcenter"}
        line = {**base, "border": 1, "border_color": "#B8C2CC"}
        make = self.book.add_format
        self.title = make({**base, "bold": True, "font_size": 20, "font_color": colour})
        self.note = make({**base, "font_color": "#555555", "text_wrap": True, "valign": "top"})
        self.head = make(
            {
                **line,
                "bold": True,
                "bg_color": colour,
                "font_color": "white",
                "align": "center",
                "text_wrap": True,
            }
        )
        self.text = make({**line, "text_wrap": True, "indent": 1})
        self.whole = make({**line, "num_format": "#,##0"})
        self.fine = make({**line, "num_format": "0.00"})
        self.rate = make({**line, "num_format": "0.0%"})
        self.given = make({**line, "num_format": "#,##0.00", "bg_color": "#FFF6DC"})
        self.count = make({**line, "num_format": "#,##0", "bg_color": "#FFF6DC"})
        self.sum = make({**line, "num_format": "#,##0", "bold": True, "bg_color": "#EAF0F6"})
        self.strong = make(
            {**line, "bold": True, "bg_color": "#EAF0F6", "text_wrap": True, "indent": 1}
        )

    def page(self, name: str, title: str, widths: Sequence[float], *, wide: bool = False) -> Any:
        """A sheet with its title, printed on A4."""
        page = self.book.add_worksheet(name)
        page.hide_gridlines(2)
        page.set_paper(9)
        page.fit_to_pages(1, 1)
        page.set_default_row(21)
        page.set_margins(0.6, 0.6, 0.6, 0.6)
        if wide:
            page.set_landscape()
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        page.set_row(0, 34)
        page.write(0, 0, title, self.title)
        return page

    def note_below(self, page: Any, row: int, last: int, words: str, height: float = 36) -> None:
        """A remark across the columns."""
        page.merge_range(row, 0, row, last, words, self.note)
        page.set_row(row, height)
