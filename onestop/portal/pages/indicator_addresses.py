"""The addresses of the pages of indicators. All state of a page is in its address."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from onestop.indicators.evidence import Line
from onestop.portal.pages.addresses import holder_href, patent_href, trademark_href


def indicators_href(region: str = "", day: date | None = None, **more: str) -> str:
    return _with(reverse("portal:indicators"), region, day, more)


def indicator_href(code: str, region: str = "", day: date | None = None, **more: str) -> str:
    return _with(reverse("portal:indicator", args=[code]), region, day, more)


def record_href(line: Line) -> str:
    """The page of the record, or of the right or holder that it is about; empty where there is none."""
    match line.register:
        case "patent" | "award" | "transaction_right" if line.number:
            return patent_href(line.number)
        case "trademark":
            return trademark_href("CN", line.number)
        case "honour" if line.holder:
            return holder_href(line.holder)
    return ""


def _with(path: str, region: str, day: date | None, more: dict[str, str]) -> str:
    said = {"region": region, "day": day.isoformat() if day else "", **more}
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{path}?{query}" if query else path
