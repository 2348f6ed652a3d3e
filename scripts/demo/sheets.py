"""Workbooks with formulas and charts, and a table of measurements."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter

MADE = datetime.datetime(2025, 9, 1, 9, 0, tzinfo=datetime.UTC).replace(tzinfo=None)


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
        self.head = make({**line, "bold": True, "bg_color": colour, "font_color": "white",
                          "align": "center", "text_wrap": True})
        self.text = make({**line, "text_wrap": True, "indent": 1})
        self.whole = make({**line, "num_format": "#,##0"})
        self.fine = make({**line, "num_format": "0.00"})
        self.rate = make({**line, "num_format": "0.0%"})
        self.given = make({**line, "num_format": "#,##0.00", "bg_color": "#FFF6DC"})
        self.sum = make({**line, "num_format": "#,##0", "bold": True, "bg_color": "#EAF0F6"})
        self.strong = make({**line, "bold": True, "bg_color": "#EAF0F6", "text_wrap": True,
                            "indent": 1})

    def page(self, name: str, title: str, widths: list[float], *, wide: bool = False) -> Any:
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


def write_control_chart(path: Path) -> None:
    """Means and ranges of twenty-five samples of five, with their limits."""
    book = Book(path, "均值—极差控制图", "#7A1F2B", "Noto Sans CJK SC")
    samples = _samples()
    _explain_chart(book)
    _data_of_chart(book, samples)
    book.book.get_worksheet_by_name("控制图").activate()
    book.book.close()


def _samples() -> list[list[float]]:
    """Diameters; the nineteenth sample is off, as it may happen after a change of tool."""
    dice = random.Random(0)
    rows = [[round(dice.gauss(25.0, 0.012), 3) for _ in range(5)] for _ in range(25)]
    rows[18] = [round(value + 0.022, 3) for value in rows[18]]
    return rows


def _explain_chart(book: Book) -> None:
    page = book.page("控制图", "轴径 25 mm 均值—极差控制图", [16] * 6)
    book.note_below(page, 1, 5, "每小时抽取连续 5 件，共 25 组。在“数据”页的黄色格里填写测得值，"
                    "控制限和图自动更新。控制限由过程自身算出，与公差无关。", 44)
    for row, kind in ((3, "均值"), (16, "极差")):
        page.insert_chart(row, 0, _chart_of(book, kind), {"x_offset": 2})
    rules = (("超出控制限", "有一点落在上、下控制限之外"), ("连续偏移", "连续 9 点落在中心线同一侧"),
             ("趋势", "连续 6 点递增或递减"), ("处理", "先找原因，再调整；原因和措施写在图旁"))
    for row, (name, words) in enumerate(rules, 30):
        page.write(row, 0, name, book.head)
        page.merge_range(row, 1, row, 5, words, book.text)


def _chart_of(book: Book, kind: str) -> Any:
    first = 6 if kind == "均值" else 7
    columns = {"均值": (6, 8, 9, 10), "极差": (7, 11, 12, 13)}[kind]
    chart = book.book.add_chart({"type": "line"})
    looks = (("#7A1F2B", "solid", True), ("#555555", "solid", False),
             ("#C98A1B", "dash", False), ("#C98A1B", "dash", False))
    for column, (colour, dash, marked) in zip(columns, looks, strict=True):
        chart.add_series({
            "name": ["数据", 2, column], "categories": ["数据", 3, 0, 27, 0],
            "values": ["数据", 3, column, 27, column],
            "line": {"color": colour, "width": 2 if marked else 1.25, "dash_type": dash},
            "marker": {"type": "circle" if marked else "none", "size": 5,
                       "fill": {"color": colour}, "border": {"color": colour}},
        })
    chart.set_title({"name": f"{kind}图（mm）", "name_font": {"size": 12}})
    low = {"min": 24.97, "max": 25.04} if first == 6 else {"min": 0}
    chart.set_y_axis({**low, "num_format": "0.000", "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 690, "height": 345})
    return chart


def _data_of_chart(book: Book, samples: list[list[float]]) -> None:
    page = book.page("数据", "测得值与控制限", [7] + [9] * 13, wide=True)
    names = ["组号", "x1", "x2", "x3", "x4", "x5", "均值", "极差", "均值中线", "均值上限",
             "均值下限", "极差中线", "极差上限", "极差下限"]
    page.write_row(2, 0, names, book.head)
    page.set_row(2, 32)
    fine = book.book.add_format({"font_name": "Noto Sans CJK SC", "num_format": "0.000", "border": 1,
                                 "border_color": "#B8C2CC"})
    means = [sum(row) / 5 for row in samples]
    ranges = [max(row) - min(row) for row in samples]
    limits = _limits(means, ranges)
    for at, row in enumerate(samples):
        _row_of_chart(page, at, row, [means[at], ranges[at], *limits], book, fine)
    book.note_below(page, 29, 13, "每组 5 件时：均值控制限 = 总均值 ± 0.577 × 平均极差；"
                    "极差上限 = 2.114 × 平均极差，下限为 0。", 24)


def _limits(means: list[float], ranges: list[float]) -> list[float]:
    middle, width = sum(means) / 25, sum(ranges) / 25
    return [middle, middle + 0.577 * width, middle - 0.577 * width, width, 2.114 * width, 0.0]


def _row_of_chart(
    page: Any, at: int, row: list[float], known: list[float], book: Book, fine: Any
) -> None:
    line = at + 4
    formulas = (f"=AVERAGE(B{line}:F{line})", f"=MAX(B{line}:F{line})-MIN(B{line}:F{line})",
                "=AVERAGE($G$4:$G$28)", f"=I{line}+0.577*L{line}", f"=I{line}-0.577*L{line}",
                "=AVERAGE($H$4:$H$28)", f"=2.114*L{line}", "=0")
    yellow = book.book.add_format({"num_format": "0.000", "bg_color": "#FFF6DC", "border": 1,
                                   "border_color": "#B8C2CC", "font_name": "Noto Sans CJK SC"})
    page.write(at + 3, 0, at + 1, book.text)
    page.write_row(at + 3, 1, row, yellow)
    for column, (formula, value) in enumerate(zip(formulas, known, strict=True), 6):
        page.write_formula(at + 3, column, formula, fine, round(value, 4))


def write_break_even(path: Path) -> None:
    """A bakery's first year: what is sold, what it costs, and where both meet."""
    book = Book(path, "Break-even of a small bakery", "#3D5A2A", "Carlito")
    page = book.page("Break-even", "Break-even of a small bakery", [34, 14, 14, 14, 14, 14])
    book.note_below(page, 1, 5, "Change the yellow cells. All amounts are for a month, without tax; "
                    "a unit is a loaf with its share of rolls and coffee.", 34)
    given = (("Price of a unit", 5.20), ("Flour, yeast, packing per unit", 1.45),
             ("Energy per unit", 0.35), ("Rent", 1850), ("Wages", 6900),
             ("Oven, on hire", 620), ("Insurance, telephone, bookkeeping", 480))
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
    page.write_row(18, 0, ["Units a month", "Sales", "Variable", "Fixed", "Total cost", "Result"],
                   book.head)
    for row, units in enumerate(range(0, 5500, 500), 19):
        line, sales, variable = row + 1, units * 5.2, units * 1.8
        page.write(row, 0, units, book.whole)
        cells = ((f"=A{line}*$B$5", sales), (f"=A{line}*($B$6+$B$7)", variable), ("=$B$13", 9850),
                 (f"=C{line}+D{line}", variable + 9850),
                 (f"=B{line}-E{line}", sales - variable - 9850))
        for column, (formula, value) in enumerate(cells, 1):
            page.write_formula(row, column, formula, book.whole, value)
    book.note_below(page, 31, 5, "Below the crossing each month eats savings; above it 3.40 of every "
                    "unit is profit before tax. Plan for the slow months, not for the average.", 34)


def _break_even_chart(book: Book) -> Any:
    chart = book.book.add_chart({"type": "line"})
    for column, colour in ((1, "#3D5A2A"), (4, "#C2562D"), (3, "#9AA5AE")):
        chart.add_series({
            "name": ["Break-even", 18, column], "categories": ["Break-even", 19, 0, 29, 0],
            "values": ["Break-even", 19, column, 29, column],
            "line": {"color": colour, "width": 2.5},
        })
    chart.set_title({"name": "Sales and costs a month", "name_font": {"size": 12}})
    chart.set_x_axis({"name": "units"})
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True,
                                                                "line": {"color": "#DDDDDD"}}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 398, "height": 385})
    return chart


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


def write_water_balance(path: Path) -> None:
    """A year's balance of a district, from what flows in to what leaks out."""
    book = Book(path, "Water balance of a district", "#14566B", "Carlito")
    page = book.page("Balance", "Water balance, district Hillside, one year", [27, 16, 12, 46])
    book.note_below(page, 1, 3, "Yellow cells are measured or estimated; the others follow. Volumes "
                    "in cubic metres. The district's name and its figures are made up.", 34)
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
        page.write(row, 1, value, book.given)


def _balance_chart(book: Book) -> Any:
    chart = book.book.add_chart({"type": "bar"})
    chart.add_series({
        "name": "m³ a year", "categories": ["Balance", 4, 0, 15, 0],
        "values": ["Balance", 4, 1, 15, 1], "fill": {"color": "#2A7F8E"}, "gap": 40,
    })
    chart.set_title({"name": "Where the water goes", "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "#,##0", "major_gridlines": {"visible": True,
                                                                "line": {"color": "#DDDDDD"}}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 720, "height": 480})
    return chart


def _indicators(book: Book) -> None:
    page = book.page("Indicators", "What the balance says", [38, 14, 14, 40])
    rows: tuple[tuple[str, str, float, str, Callable[[Book], Any]], ...] = (
        ("Length of mains, km", "", 62.0, "From the network plan", lambda b: b.given),
        ("Service connections", "", 3_150, "Counted, both sides of the street", lambda b: b.given),
        ("Mean pressure, m", "", 46, "Logger at the mean point, one week", lambda b: b.given),
        ("Real losses per connection, litres a day", "=Balance!B15*1000/365/B5", 196.57,
         "The usual measure where there are more than 20 connections a km", lambda b: b.fine),
        ("Real losses per km of main, m³ a day", "=Balance!B15/365/B4", 9.99,
         "For sparse networks", lambda b: b.fine),
        ("Unavoidable real losses, m³ a day", "=(18*B4+0.8*B5)*B6/1000", 167.26,
         "18 l per km and 0.8 l per connection, a day and metre of pressure; pipes on private "
         "ground left out", lambda b: b.fine),
        ("Infrastructure leakage index", "=Balance!B15/365/B9", 3.70,
         "Real losses over the unavoidable; below 2 is very good", lambda b: b.fine),
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


def write_night_flow(path: Path) -> None:
    """Seven weeks of minimum night flow: a leak grows, is found and is mended."""
    dice, day = random.Random(3), datetime.date(2025, 3, 1)
    lines = ["Date,Minimum at,Night m³/h,Day m³/h,Pressure m,Remark"]
    remarks = {25: "rise noticed", 27: "step test: section C", 34: "leak located",
               36: "pipe mended", 44: "flushing, 3 a.m."}
    for number in range(49):
        lines.append(_night(dice, day + datetime.timedelta(number), number, remarks.get(number, "")))
    path.write_text("\ufeff" + "\n".join(lines) + "\n", encoding="utf-8")


def _night(dice: random.Random, day: datetime.date, number: int, remark: str) -> str:
    leak = min(4.6, 0.35 * (number - 20)) if 20 < number <= 36 else 0.0
    extra = 3.4 if number == 44 else 0.0
    flow = 7.8 + leak + extra + dice.uniform(-0.4, 0.4)
    mean = 31 + leak + dice.uniform(-1.5, 1.5) + (3 if day.weekday() > 4 else 0)
    minute = dice.choice((0, 15, 30, 45))
    pressure = 47.5 - 0.4 * leak + dice.uniform(-0.5, 0.5)
    words = f'"{remark}"' if "," in remark else remark
    return f"{day},0{dice.choice((2, 3))}:{minute:02},{flow:.1f},{mean:.1f},{pressure:.1f},{words}"
