"""A map of a report as SVG."""

from onestop.portal.pages.types_pictures import MapPicture
from onestop.portal.reports.drawing import INK, PAPER, SIZE, Canvas

STEPS = ("#e9eef0", "#d5e8ee", "#a5cddb", "#62a6bd", "#2c7c98", "#0a4a61")
_DARK_FROM = 4
_HERE = "#c77700"


def draw_map(found: MapPicture) -> str:
    margin = 6
    canvas = Canvas(found.height + 2 * margin, found.title, found.width + 2 * margin)
    canvas.root.set("viewBox", f"{-margin} {-margin} {found.width + 2 * margin} {found.height + 2 * margin}")
    thin = found.width / 900
    for area in found.areas:
        canvas.path(area.path, STEPS[area.step], "#74868f", thin)
    for outline in found.outlines:
        canvas.path(outline, "none", INK, thin)
    for area in found.areas:
        if area.is_here:
            canvas.path(area.path, "none", _HERE, 3 * thin)
    for area in found.areas:
        if area.label:
            ink, size = PAPER if area.step >= _DARK_FROM else INK, found.label_size or SIZE
            canvas.text(area.x, area.y, area.label, "middle", ink, size)
            if area.value is not None:
                canvas.text(area.x, area.y + size * 1.15, area.display, "middle", ink, size)
    return str(canvas)
