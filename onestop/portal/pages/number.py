"""What a number is."""

from django.utils.translation import gettext as _

from onestop.portal.pages.addresses import number_href, patent_href, query_href
from onestop.portal.pages.patent import patent_heading, patent_number
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import Link, NumberPage
from onestop.records.numbers import identify
from onestop.records.queries import patent_by_number

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
        search_href=query_href(text),
    )


def _kind_label(kind: str) -> str:
    labels = {
        "application": _("专利申请号（专利号）"),
        "publication": _("公开（公告）号"),
        "uscc": _("统一社会信用代码"),
        "pct": _("PCT 国际申请号"),
    }
    return labels.get(kind, "")
