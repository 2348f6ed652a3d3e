"""A workbook that asks from how many units on a small business earns its costs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from demo.sheets import Book


def write(path: Path) -> None:
    """A bakery's first year: what is sold, what it costs, and where both meet."""
    book = Book(path, "Break-even of a small bakery", "#3D5A2A", "Carlito")
    page = book.page("Break-even", "Break-even of a small bakery", [34, 14, 14, 14, 14, 14])
    book.note_below(
        page,
        1,
        5,
        "Change the yellow cells. All amounts are for a month, without tax; "
        "a unit is a loaf with its share of rolls and coffee.",
        34,
    )
    given = (
        ("Price of a unit", 5.20),
        ("Flour, yeast, packing per unit", 1.45),
        ("Energy per unit", 0.35),
        ("Rent", 1850),
        ("Wages", 6900),
        ("Oven, on hire", 620),
        ("Insurance, telephone, bookkeeping", 480),
    )
    page.write_row(3, 0, ["Assumption", "Amount"], book.head)
    for row, (name, amount) in enumerate(given, 4):
        page.write(row, 0, name, book.text)
        page.write(row, 1, amount, book.given)
    fixed, left = 9850.0, 3.40
    results: tuple[tuple[str, str, float, Any], ...] = (
        ("Fixed costs", "=SUM(B8:B11)", fixed, book.sum),
        ("Left over from each unit", "=B5-B6-B7", left, book.fine),
        ("Units to break even", "=ROUNDUP(B13/B14,0)", -(-fixed // left), book.sum),
        ("Units a day, at 25 days", "=ROUNDUP(B15/25,0)", -(-2898 // 25), book.sum),
    )
    for row, (name, formula, value, look) in enumerate(results, 12):
        page.write(row, 0, name, book.strong)
        page.write_formula(row, 1, formula, look, value)
    _table_of_units(book, page)
    page.insert_chart(3, 2, _break_even_chart(book), {"x_offset": 14})
    book.book.close()


def _table_of_units(book: Book, page: Any) -> None:
    page.write_row(
        18, 0, ["Units a month", "Sales", "Variable", "Fixed", "Total cost", "Result"], book.head
    )
    for row, units in enumerate(range(0, 5500, 500), 19):
        line, sales, variable = row + 1, units * 5.2, units * 1.8
        page.write(row, 0, units, book.whole)
        cells = (
            (f"=A{line}*$B$5", sales),
            (f"=A{line}*($B$6+$B$7)", variable),
            ("=$B$13", 9850),
            (f"=C{line}+D{line}", variable + 9850),
            (f"=B{line}-E{line}", sales - variable - 9850),
        )
        for column, (formula, value) in enumerate(cells, 1):
            page.write_formula(row, column, formula, book.whole, value)
    book.note_below(
        page,
        31,
        5,
        "Below the crossing each month eats savings; above it 3.40 of every "
        "unit is profit before tax. Plan for the slow months, not for the average.",
        34,
    )


def _break_even_chart(book: Book) -> Any:
    chart = book.book.add_chart({"type": "line"})
    for column, colour in ((1, "#3D5A2A"), (4, "#C2562D"), (3, "#9AA5AE")):
        chart.add_series(
            {
                "name": ["Break-even", 18, column],
                "categories": ["Break-even", 19, 0, 29, 0],
                "values": ["Break-even", 19, column, 29, column],
                "line": {"color": colour, "width": 2.5},
            }
        )
    chart.set_title({"name": "Sales and costs a month", "name_font": {"size": 12}})
    chart.set_x_axis({"name": "units"})
    chart.set_y_axis(
        {"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}}
    )
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 398, "height": 385})
    return chart
