"""What a number is."""

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.portal.pages.addresses import document_href, number_href, patent_href, query_href, trademark_href
from onestop.portal.pages.patent import patent_heading, patent_number
from onestop.portal.pages.site import notice
from onestop.portal.pages.trademark import display_number
from onestop.portal.pages.types import Link, NumberPage
from onestop.records.held import held_by_serial
from onestop.records.numbers import Identified, identify
from onestop.records.queries import patent_by_number
from onestop.records.trademark_queries import canonical, classes_of
from onestop.records.values import document_number

_WITH_CHECK_DIGIT = ("application", "uscc")


def number_page(text: str) -> NumberPage:
    text = text.strip()
    found = identify(text)
    patent = patent_by_number(text) if found.valid else None
    kind = "" if found.kind == "unknown" else found.kind
    return NumberPage(
        title=_("号码识别"),
        notice=notice(),
        text=text,
        kind=kind,
        kind_label=_kind_label(kind),
        canonical=found.canonical,
        display=found.display,
        check_digit=found.canonical[-1] if found.valid and kind in _WITH_CHECK_DIGIT else "",
        is_valid=found.valid,
        explanation=found.message if text else "",
        suggestion=Link(found.suggestion, number_href(found.suggestion)) if found.suggestion else None,
        patent=Link(patent_heading(patent), patent_href(patent_number(patent))) if patent else None,
        document=_document(found),
        trademark=_trademark(text),
        search_href=query_href(text),
    )


def _document(found: Identified) -> Link | None:
    if found.kind != "document":
        return None
    serial = document_number.serial(found.canonical)
    held = held_by_serial([serial]).get(serial)
    numbers = [each.number for each in held.documents] if held else []
    if not numbers:
        return None
    number = found.canonical if found.canonical in numbers else numbers[-1]
    return Link(number, document_href(number))


def _trademark(text: str) -> Link | None:
    """A bare number is first of all a patent's, but a trademark may bear it too."""
    try:
        found = classes_of("CN", canonical("CN", text))
    except UserError:
        return None
    if not found:
        return None
    first = found[0]
    return Link(
        " ".join(filter(None, (first.mark, display_number(first)))), trademark_href("CN", first.number)
    )


def _kind_label(kind: str) -> str:
    labels = {
        "application": _("专利申请号（专利号）"),
        "publication": _("公开（公告）号"),
        "uscc": _("统一社会信用代码"),
        "pct": _("PCT 国际申请号"),
        "document": _("其他局的文献号"),
        "trademark": _("商标号"),
    }
    return labels.get(kind, "")
