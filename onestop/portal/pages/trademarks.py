"""The list of trademarks: by number, by a part of the mark or of an applicant's name."""

from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.portal.pages.addresses import trademark_href, trademarks_href
from onestop.portal.pages.site import notice
from onestop.portal.pages.trademark import tone
from onestop.portal.pages.types_trademark import TrademarkLine, TrademarkListPage
from onestop.records.models import Trademark
from onestop.records.trademark_queries import find
from onestop.records.trademark_status import status_on

LONGEST = 100


def trademarks_page(text: str = "", after: str = "") -> TrademarkListPage:
    text = text.replace("\0", "").strip()
    if len(text) > LONGEST:
        raise UserError(
            "trademark.query_too_long",
            _("查询词长达 %(count)s 个字符。") % {"count": len(text)},
            _("最多 %s 个字符，请缩短。") % LONGEST,
        )
    found = find(text, after)
    return TrademarkListPage(
        title=_("商标查询"),
        notice=notice(),
        text=text,
        lines=tuple(map(_line, found.rows)),
        next_href=trademarks_href(text, str(found.after)) if found.after else "",
        first_href="" if found.is_first else trademarks_href(text),
    )


def _line(mark: Trademark) -> TrademarkLine:
    status = status_on(mark, clock.today()).status
    return TrademarkLine(
        office=mark.office,
        number=mark.number,
        nice_class=mark.nice_class,
        mark=mark.mark,
        applicants=tuple(mark.applicants),
        filed_on=mark.filed_on,
        status=status.value,
        status_label=str(status.label),
        tone=tone(status),
        href=f"{trademark_href(mark.office, mark.number)}#class-{mark.nice_class}",
        is_demonstration=mark.is_demonstration,
    )
