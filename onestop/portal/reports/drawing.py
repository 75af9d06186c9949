"""Pictures of a report as SVG, from the same rows that the pages draw: plain shapes, so that every program shows them."""

import unicodedata
from collections.abc import Callable, Sequence
from itertools import accumulate
from math import ceil, floor, log10
from xml.etree import ElementTree as Xml

from django.utils.translation import gettext as _

from onestop.portal.pages.types import Chart, ChartRow
from onestop.portal.pages.types_pictures import Matrix, Picture
from onestop.portal.reports.content import printable

WIDTH = 640
FONTS = "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
COLOURS = ("#0b5c77", "#d9a441", "#4fa3b8", "#9aa9b0")
HERE = "#d9a441"
INK, SOFT, LINE, PAPER = "#15252d", "#4a5c66", "#d8e0e3", "#ffffff"
SIZE = 12
_TICKS = 4
_GAP = 8


class Canvas:
    """An SVG that grows downwards; what is drawn last lies on top."""

    def __init__(self, height: float, title: str, width: float = WIDTH) -> None:
        box = f"0 0 {width:g} {height:g}"
        size = {"width": f"{width:g}", "height": f"{height:g}"}
        self.root = Xml.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": box, **size})
        self.root.set("font-family", FONTS)
        self.root.set("font-size", str(SIZE))
        Xml.SubElement(self.root, "title").text = printable(title)

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, is_hatched: bool = False
    ) -> None:
        shape = self._shape("rect", fill, x=x, y=y, width=max(width, 0), height=max(height, 0))
        if is_hatched:
            shape.set("fill-opacity", "0.35")
            shape.set("stroke", fill)

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str = LINE) -> None:
        self._shape("line", "none", x1=x1, y1=y1, x2=x2, y2=y2).set("stroke", stroke)

    def path(self, d: str, fill: str, stroke: str, width: float = 1) -> None:
        shape = Xml.SubElement(self.root, "path", {"d": d, "fill": fill, "stroke": stroke})
        shape.set("stroke-width", f"{width:g}")
        shape.set("fill-rule", "evenodd")

    def text(
        self, x: float, y: float, text: str, anchor: str = "start", fill: str = INK, size: float = SIZE
    ) -> None:
        shape = self._shape("text", fill, x=x, y=y)
        shape.set("text-anchor", anchor)
        shape.set("font-size", f"{size:g}")
        shape.text = printable(text)

    def _shape(self, tag: str, fill: str, **places: float) -> Xml.Element:
        numbers = {name: f"{value:.2f}".rstrip("0").rstrip(".") for name, value in places.items()}
        return Xml.SubElement(self.root, tag, {**numbers, "fill": fill})

    def __str__(self) -> str:
        return Xml.tostring(self.root, encoding="unicode")


def draw(picture: Picture) -> str:
    if isinstance(picture, Matrix):
        return str(_MATRICES[picture.kind](picture))
    return str(_CHARTS[picture.kind](picture))


def width_of(text: str, size: float = SIZE) -> float:
    """A Chinese character is as wide as it is high; Latin letters and digits somewhat over half of it."""
    return size * sum(1.0 if unicodedata.east_asian_width(each) in "WF" else 0.58 for each in text)


def shortened(text: str, room: float, size: float = SIZE) -> str:
    """As much of it as has room; the table beside the picture has it whole."""
    if width_of(text, size) <= room:
        return text
    widths = accumulate(width_of(each, size) for each in text)
    kept = sum(each <= room - size for each in widths)
    return f"{text[:kept]}…"


def printed(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def ticks(most: float) -> list[float]:
    """Round numbers from zero to the first that is not below the greatest value."""
    if most <= 0:
        return [0, 1]
    rough = most / _TICKS
    power = 10.0 ** floor(log10(rough))
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough)
    step = max(step, 1.0) if most >= 1 else step
    return [step * each for each in range(ceil(most / step - 1e-9) + 1)]


def _axis(canvas: Canvas, most: float, left: float, top: float, bottom: float) -> float:
    """Lines of an upright axis; pixels for one unit."""
    marks = ticks(most)
    scale = (bottom - top) / marks[-1]
    for mark in marks:
        y = bottom - mark * scale
        canvas.line(left, y, WIDTH, y)
        canvas.text(left - 6, y + 4, printed(mark), "end", SOFT, 11)
    return scale


def _below(canvas: Canvas, names: Sequence[str], left: float, step: float, y: float) -> None:
    """Names under columns, every second or third where they would touch."""
    widest = max((width_of(each, 11) for each in names), default=0) + 6
    every = max(1, ceil(widest / step))
    for place in range(0, len(names), every):
        canvas.text(left + step * (place + 0.5), y, names[place], "middle", SOFT, 11)


def _columns(chart: Chart) -> Canvas:
    canvas, left, top, bottom = Canvas(240, chart.title), 56.0, 22.0, 212.0
    scale = _axis(canvas, max((row.value for row in chart.rows), default=0), left, top, bottom)
    step = (WIDTH - left) / max(len(chart.rows), 1)
    has_room = all(width_of(printed(row.value), 10) < step for row in chart.rows)
    for place, row in enumerate(chart.rows):
        x, height = left + step * (place + 0.14), row.value * scale
        canvas.rect(x, bottom - height, step * 0.72, height, _colour(row), row.is_incomplete)
        if has_room:
            canvas.text(x + step * 0.36, bottom - height - 4, printed(row.value), "middle", SOFT, 10)
    _below(canvas, [row.label for row in chart.rows], left, step, bottom + 18)
    return canvas


def _colour(row: ChartRow) -> str:
    return HERE if row.is_here else COLOURS[0]


def _bars(chart: Chart) -> Canvas:
    """The name before the bar, the number after it."""
    height, names = 24.0, 230.0
    canvas = Canvas(height * len(chart.rows) + _GAP, chart.title)
    most = max((row.value for row in chart.rows), default=0)
    numbers = max((width_of(printed(row.value)) for row in chart.rows), default=0) + 10
    for place, row in enumerate(chart.rows):
        y = height * place + _GAP
        canvas.text(names - 8, y + 11, shortened(row.label, names - 12), "end")
        length = (WIDTH - names - numbers) * row.value / most if most > 0 else 0
        canvas.rect(names, y, length, height - 10, _colour(row), row.is_incomplete)
        canvas.text(names + max(length, 0) + 6, y + 11, printed(row.value), fill=SOFT)
    return canvas


def _parts(chart: Chart) -> Canvas:
    """One bar of all parts, and below it each part with its number and share."""
    total = sum(row.value for row in chart.rows)
    canvas, x, line = Canvas(46 + 22 * len(chart.rows) + _GAP, chart.title), 0.0, 22
    for place, row in enumerate(chart.rows):
        width, colour = (WIDTH * row.value / total if total else 0), COLOURS[place % len(COLOURS)]
        canvas.rect(x, 4, width, 30, colour)
        canvas.line(x, 4, x, 34, PAPER)
        y = 46 + line * place
        canvas.rect(0, y, 12, 12, colour)
        canvas.text(20, y + 11, shortened(row.label, 300))
        canvas.text(420, y + 11, printed(row.value), "end")
        canvas.text(500, y + 11, f"{row.value / total:.1%}" if total else "", "end", SOFT)
        x += width
    return canvas


def _legend(canvas: Canvas, names: Sequence[str]) -> None:
    x = 0.0
    for place, name in enumerate(names):
        canvas.rect(x, 2, 12, 12, COLOURS[place % len(COLOURS)])
        canvas.text(x + 18, 13, name)
        x += width_of(name) + 42


def _stacked(found: Matrix) -> Canvas:
    canvas, left, top, bottom = Canvas(256, found.title), 56.0, 30.0, 228.0
    _legend(canvas, found.columns)
    sums = [sum(cell.value or 0 for cell in row.cells) for row in found.rows]
    scale = _axis(canvas, max(sums, default=0), left, top, bottom)
    step = (WIDTH - left) / max(len(found.rows), 1)
    for place, row in enumerate(found.rows):
        y = bottom
        for part, cell in enumerate(row.cells):
            height = (cell.value or 0) * scale
            y -= height
            canvas.rect(left + step * (place + 0.14), y, step * 0.72, height, COLOURS[part % len(COLOURS)])
    _below(canvas, [row.label for row in found.rows], left, step, bottom + 18)
    return canvas


def _pyramid(found: Matrix) -> Canvas:
    """Back to back, the youngest below."""
    height, middle, names = 18.0, WIDTH / 2, 92.0
    canvas = Canvas(26 + height * len(found.rows) + _GAP, found.title)
    _legend(canvas, found.columns)
    most = max((cell.value or 0 for row in found.rows for cell in row.cells), default=0) or 1
    room = middle - names / 2 - 48
    for place, row in enumerate(reversed(found.rows)):
        y = 26 + height * place
        canvas.text(middle, y + 11, row.label, "middle", SOFT, 11)
        for side, cell in enumerate(row.cells[:2]):
            length, edge = room * (cell.value or 0) / most, middle + (names / 2 if side else -names / 2)
            canvas.rect(edge if side else edge - length, y, length, height - 5, COLOURS[side])
            end = edge + length + 5 if side else edge - length - 5
            canvas.text(end, y + 11, printed(cell.value), "start" if side else "end", SOFT, 10)
    return canvas


def _heat(found: Matrix) -> Canvas:
    """The more, the darker; each field has its number in it."""
    names, height, top = 190.0, 26.0, 24.0
    canvas = Canvas(top + height * len(found.rows) + _GAP, found.title)
    most = max((cell.value or 0 for row in found.rows for cell in row.cells), default=0) or 1
    step = (WIDTH - names) / max(len(found.columns), 1)
    for at, column in enumerate(found.columns):
        canvas.text(names + step * (at + 0.5), 14, shortened(column, step, 11), "middle", SOFT, 11)
    for place, row in enumerate(found.rows):
        y = top + height * place
        canvas.text(names - 8, y + 16, shortened(row.label, names - 12), "end")
        for at, cell in enumerate(row.cells):
            share = (cell.value or 0) / most
            canvas.rect(names + step * at + 1, y + 1, step - 2, height - 2, _shade(share))
            if cell.value:
                colour = PAPER if share > 0.45 else INK
                canvas.text(names + step * (at + 0.5), y + 17, printed(cell.value), "middle", colour, 11)
    return canvas


_LIGHT, _DARK = (233, 238, 240), (11, 92, 119)


def _shade(share: float) -> str:
    return "#" + "".join(
        f"{round(light + (dark - light) * share):02x}" for light, dark in zip(_LIGHT, _DARK, strict=True)
    )


_CHARTS: dict[str, Callable[[Chart], Canvas]] = {"columns": _columns, "bars": _bars, "parts": _parts}
_MATRICES: dict[str, Callable[[Matrix], Canvas]] = {
    "stacked": _stacked,
    "pyramid": _pyramid,
    "heat": _heat,
    "flows": _heat,
}


def caveat(picture: Picture) -> str:
    if any(row.is_incomplete for row in picture.rows):
        return _("浅色：申请后最迟满十八个月才公布（专利法第三十四条），这些年份还会增加。")
    return ""
