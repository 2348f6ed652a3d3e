"""A workbook with the water balance of a district."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from demo.sheets import Book

BALANCE: tuple[tuple[str, str, float, str], ...] = (
    ("System input", "", 1_284_000, "Flow meters at both inlets, verified in May"),
    ("Billed metered", "", 1_003_500, "Readings, shifted to the calendar year"),
    ("Billed unmetered", "", 6_200, "Two fire stations, by agreement"),
    ("Unbilled metered", "", 8_900, "Own buildings"),
    ("Unbilled unmetered", "", 11_400, "Flushing and fire drills, estimated from the log"),
    ("Authorised consumption", "=SUM(B6:B9)", 1_030_000, "Sum of the four above"),
    ("Water losses", "=B5-B10", 254_000, "Input less authorised consumption"),
    ("Unauthorised use", "", 3_200, "0.25 % of input, a convention"),
    ("Meter errors", "", 24_800, "Meters older than ten years run 2–4 % slow"),
    ("Apparent losses", "=B12+B13", 28_000, "Sum of the two above"),
    ("Real losses", "=B11-B14", 226_000, "Leaks on mains, services and tanks"),
    ("Non-revenue water", "=B5-B6-B7", 274_300, "Input less what is billed"),
)


def write(path: Path) -> None:
    """A year's balance of a district, from what flows in to what leaks out."""
    book = Book(path, "Water balance of a district", "#14566B", "Carlito")
    page = book.page("Balance", "Water balance, district Hillside, one year", [27, 16, 12, 46])
    book.note_below(
        page,
        1,
        3,
        "Yellow cells are measured or estimated; the others follow. Volumes "
        "in cubic metres. The district's name and its figures are made up.",
        34,
    )
    page.write_row(3, 0, ["Component", "m³ a year", "of input", "Where it comes from"], book.head)
    for row, (name, formula, value, source) in enumerate(BALANCE, 4):
        page.write(row, 0, name, book.strong if formula else book.text)
        page.write(row, 3, source, book.text)
        page.write_formula(row, 2, f"=B{row + 1}/$B$5", book.rate, value / 1_284_000)
        _volume(book, page, row, formula, value)
    page.insert_chart(18, 0, _balance_chart(book), {"x_offset": 4})
    _indicators(book)
    book.book.close()


def _volume(book: Book, page: Any, row: int, formula: str, value: float) -> None:
    if formula:
        page.write_formula(row, 1, formula, book.sum, value)
    else:
        page.write(row, 1, value, book.count)


def _balance_chart(book: Book) -> Any:
    chart = book.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "m³ a year",
            "categories": ["Balance", 4, 0, 15, 0],
            "values": ["Balance", 4, 1, 15, 1],
            "fill": {"color": "#2A7F8E"},
            "gap": 40,
        }
    )
    chart.set_title({"name": "Where the water goes", "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis(
        {"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}}
    )
    chart.set_legend({"none": True})
    chart.set_size({"width": 720, "height": 480})
    return chart


def _indicators(book: Book) -> None:
    page = book.page("Indicators", "What the balance says", [38, 14, 14, 40])
    rows: tuple[tuple[str, str, float, str, Callable[[Book], Any]], ...] = (
        ("Length of mains, km", "", 62.0, "From the network plan", lambda b: b.count),
        ("Service connections", "", 3_150, "Counted, both sides of the street", lambda b: b.count),
        ("Mean pressure, m", "", 46, "Logger at the mean point, one week", lambda b: b.count),
        (
            "Real losses per connection, litres a day",
            "=Balance!B15*1000/365/B5",
            196.57,
            "The usual measure where there are more than 20 connections a km",
            lambda b: b.fine,
        ),
        (
            "Real losses per km of main, m³ a day",
            "=Balance!B15/365/B4",
            9.99,
            "For sparse networks",
            lambda b: b.fine,
        ),
        (
            "Unavoidable real losses, m³ a day",
            "=(18*B4+0.8*B5)*B6/1000",
            167.26,
            (
                "18 l per km and 0.8 l per connection, a day and metre of pressure; pipes "
                "on private ground left out"
            ),
            lambda b: b.fine,
        ),
        (
            "Infrastructure leakage index",
            "=Balance!B15/365/B9",
            3.70,
            "Real losses over the unavoidable; below 2 is very good",
            lambda b: b.fine,
        ),
    )
    page.write_row(2, 0, ["Indicator", "Value", "Unit", "Remark"], book.head)
    for row, (name, formula, value, remark, look) in enumerate(rows, 3):
        label, _, unit = name.partition(", ")
        page.write(row, 0, label, book.text)
        page.write(row, 2, unit or "–", book.text)
        page.write(row, 3, remark, book.text)
        page.set_row(row, 50)
        _indicator(book, page, row, formula, value, look(book))


def _indicator(book: Book, page: Any, row: int, formula: str, value: float, look: Any) -> None:
    if formula:
        page.write_formula(row, 1, formula, look, value)
    else:
        page.write(row, 1, value, book.given)
