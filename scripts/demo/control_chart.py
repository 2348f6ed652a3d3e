"""A workbook with a control chart for means and ranges."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from demo.sheets import Book


def write(path: Path) -> None:
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
    book.note_below(
        page,
        1,
        5,
        "每小时抽取连续 5 件，共 25 组。在“数据”页的黄色格里填写测得值，"
        "控制限和图自动更新。控制限由过程自身算出，与公差无关。",
        44,
    )
    for row, kind in ((3, "均值"), (16, "极差")):
        page.insert_chart(row, 0, _chart_of(book, kind), {"x_offset": 2})
    rules = (
        ("超出控制限", "有一点落在上、下控制限之外"),
        ("连续偏移", "连续 9 点落在中心线同一侧"),
        ("趋势", "连续 6 点递增或递减"),
        ("处理", "先找原因，再调整；原因和措施写在图旁"),
    )
    for row, (name, words) in enumerate(rules, 30):
        page.write(row, 0, name, book.head)
        page.merge_range(row, 1, row, 5, words, book.text)


def _chart_of(book: Book, kind: str) -> Any:
    first = 6 if kind == "均值" else 7
    columns = {"均值": (6, 8, 9, 10), "极差": (7, 11, 12, 13)}[kind]
    chart = book.book.add_chart({"type": "line"})
    looks = (
        ("#7A1F2B", "solid", True),
        ("#555555", "solid", False),
        ("#C98A1B", "dash", False),
        ("#C98A1B", "dash", False),
    )
    for column, (colour, dash, marked) in zip(columns, looks, strict=True):
        chart.add_series(
            {
                "name": ["数据", 2, column],
                "categories": ["数据", 3, 0, 27, 0],
                "values": ["数据", 3, column, 27, column],
                "line": {"color": colour, "width": 2 if marked else 1.25, "dash_type": dash},
                "marker": {
                    "type": "circle" if marked else "none",
                    "size": 5,
                    "fill": {"color": colour},
                    "border": {"color": colour},
                },
            }
        )
    chart.set_title({"name": f"{kind}图（mm）", "name_font": {"size": 12}})
    low = {"min": 24.97, "max": 25.04} if first == 6 else {"min": 0}
    chart.set_y_axis({**low, "num_format": "0.000", "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 690, "height": 345})
    return chart


def _data_of_chart(book: Book, samples: list[list[float]]) -> None:
    page = book.page("数据", "测得值与控制限", [7] + [9] * 13, wide=True)
    names = [
        "组号",
        "x1",
        "x2",
        "x3",
        "x4",
        "x5",
        "均值",
        "极差",
        "均值中线",
        "均值上限",
        "均值下限",
        "极差中线",
        "极差上限",
        "极差下限",
    ]
    page.write_row(2, 0, names, book.head)
    page.set_row(2, 32)
    fine = book.book.add_format(
        {
            "font_name": "Noto Sans CJK SC",
            "num_format": "0.000",
            "border": 1,
            "border_color": "#B8C2CC",
        }
    )
    means = [sum(row) / 5 for row in samples]
    ranges = [max(row) - min(row) for row in samples]
    limits = _limits(means, ranges)
    for at, row in enumerate(samples):
        _row_of_chart(page, at, row, [means[at], ranges[at], *limits], book, fine)
    book.note_below(
        page,
        29,
        13,
        "每组 5 件时：均值控制限 = 总均值 ± 0.577 × 平均极差；"
        "极差上限 = 2.114 × 平均极差，下限为 0。",
        24,
    )


def _limits(means: list[float], ranges: list[float]) -> list[float]:
    middle, width = sum(means) / 25, sum(ranges) / 25
    return [middle, middle + 0.577 * width, middle - 0.577 * width, width, 2.114 * width, 0.0]


def _row_of_chart(
    page: Any, at: int, row: list[float], known: list[float], book: Book, fine: Any
) -> None:
    line = at + 4
    formulas = (
        f"=AVERAGE(B{line}:F{line})",
        f"=MAX(B{line}:F{line})-MIN(B{line}:F{line})",
        "=AVERAGE($G$4:$G$28)",
        f"=I{line}+0.577*L{line}",
        f"=I{line}-0.577*L{line}",
        "=AVERAGE($H$4:$H$28)",
        f"=2.114*L{line}",
        "=0",
    )
    yellow = book.book.add_format(
        {
            "num_format": "0.000",
            "bg_color": "#FFF6DC",
            "border": 1,
            "border_color": "#B8C2CC",
            "font_name": "Noto Sans CJK SC",
        }
    )
    page.write(at + 3, 0, at + 1, book.text)
    page.write_row(at + 3, 1, row, yellow)
    for column, (formula, value) in enumerate(zip(formulas, known, strict=True), 6):
        page.write_formula(at + 3, column, formula, fine, round(value, 4))
