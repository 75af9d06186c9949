"""The page of one patent."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.portal.pages.addresses import applicant_href, filter_href, patent_href, query_href
from onestop.portal.pages.fees import fee_notes, office_fees
from onestop.portal.pages.high_value import high_value_notes
from onestop.portal.pages.labels import class_titles, kind_label, region_label, status_label
from onestop.portal.pages.origins import fact_origins, patent_history, source_lines
from onestop.portal.pages.parameters import read_day
from onestop.portal.pages.registers import lists_of
from onestop.portal.pages.relations import read_shown, related, text_sections
from onestop.portal.pages.similar import similar_section
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import (
    ClassLine,
    Link,
    LookBack,
    NotFound,
    OwnersNote,
    PartyGroup,
    PatentPage,
    PublicationLine,
    StatusNote,
    TimelineEntry,
)
from onestop.records.families import ends_of_patent
from onestop.records.models import EventKind, LegalEvent, PartyRole, Patent, Publication, Scheme
from onestop.records.owners import owners_on
from onestop.records.queries import patent_by_number, stated_records_of
from onestop.records.search import display_number
from onestop.records.status import Reason, StatusView, status_on
from onestop.records.types import OwnersRecord
from onestop.records.values import application_number, publication_number
from onestop.reference.locarno import locarno_title

_OWNERS = (PartyRole.APPLICANT, PartyRole.PATENTEE)


def patent_page(
    number: str, day: str = "", family: str = "", levels: str = "", known: str = "", searched: str = ""
) -> PatentPage:
    """`number` in any format; `page.number` is the one that belongs into the address. `day` to look back to, with
    what was known on that day or on the day `known`;
    `family` simple or extended, `levels` of citations; `searched` is a query whose words are marked in the texts."""
    shown = read_shown(family, levels)
    patent = patent_by_number(number)
    if patent is None:
        raise NotFound(
            "patent.not_found", _("本站没有号码为“%s”的专利。") % number, _("请核对号码，或改用检索。")
        )
    canonical, today = patent_number(patent), clock.today()
    status = status_on(patent, today)
    return PatentPage(
        title=patent_heading(patent),
        notice=notice(),
        number=canonical,
        display_number=display_number(canonical),
        application_number=display_number(patent.application_number) if patent.application_number else "",
        patent_number=_patent_number(patent),
        href=patent_href(canonical),
        kind=patent.kind,
        kind_label=kind_label(patent.kind),
        abstract=patent.abstract,
        status=_status(status, today),
        look_back=_look_back(patent, read_day(day), read_day(known or day)) if day else None,
        filed_on=patent.filed_on,
        published_on=patent.published_on,
        granted_on=patent.granted_on,
        ends_on=patent.ends_on,
        is_pct_national=patent.is_pct_national,
        is_known_by_events_only=not patent.title,
        address=patent.address,
        region=Link(region_label(patent.region), filter_href(("region", patent.region)))
        if patent.region
        else None,
        parties=tuple(_parties(patent)),
        classes=tuple(_classes(patent)),
        publications=tuple(_publications(patent)),
        timeline=tuple(sorted(_timeline(patent, today), key=lambda entry: entry.on)),
        fees=tuple(fee_notes(patent, status, today)),
        office_fees=tuple(office_fees(patent)),
        sources=source_lines(patent.sources.all()),
        origins=fact_origins(patent),
        history=patent_history(patent),
        revisions=len(patent.revisions.all()),
        related=related(ends_of_patent(patent), shown, patent_href(canonical)),
        texts=text_sections([each.number for each in patent.publications.all()], searched),
        similar=similar_section(canonical),
        lists=lists_of(patent.application_number or ""),
        high_value=high_value_notes(patent, today),
        is_demonstration=patent.is_demonstration,
    )


def patent_number(patent: Patent) -> str:
    """For the address: the application number, else the serial of the first publication."""
    return patent.application_number or min(each.serial for each in patent.publications.all())


def patent_heading(patent: Patent) -> str:
    """The number stands for the title of a patent of which only an event is known."""
    return patent.title or display_number(patent_number(patent))


def _patent_number(patent: Patent) -> str:
    """A granted patent bears its application number, with ZL before it (ZC 0006)."""
    number = patent.application_number
    return f"ZL{application_number.dotted(number)}" if number and patent.granted_on else ""


def _status(view: StatusView, day: date) -> StatusNote:
    since = {"since": view.since.isoformat() if view.since else ""}
    explanations = {
        Reason.NOT_FILED: _("该日尚未申请。"),
        Reason.FILED: _("%(since)s 申请，尚未公布或授权。"),
        Reason.PUBLISHED: _("%(since)s 公布，尚未授权。"),
        Reason.EXAMINED: _("%(since)s 进入实质审查，尚未授权。"),
        Reason.GRANTED: _("%(since)s 授权，专利权有效。"),
        Reason.PARTLY_INVALID: _("%(since)s 授权，后被宣告部分无效，其余部分有效。"),
        Reason.TERM_ADJUSTED: _("%(since)s 授权，专利权有效，期限已获补偿。"),
        Reason.GRANTED_LATER_UNKNOWN: _("%(since)s 授权；此后是否仍然有效，数据来源没有说明。"),
        Reason.NO_LEGAL_DATA: _("数据来源没有说明法律状态。"),
        Reason.REJECTED: _("%(since)s 驳回，未获授权。"),
        Reason.WITHDRAWN: _("%(since)s 撤回或视为撤回，未获授权。"),
        Reason.DEEMED_ABANDONED: _("%(since)s 视为放弃取得专利权，未获授权。"),
        Reason.ABANDONED: _("专利权人放弃专利权，自 %(since)s 起终止。"),
        Reason.DOUBLE_PATENT: _("为避免重复授权放弃专利权，自 %(since)s 起终止。"),
        Reason.FEE_LAPSED: _("未缴年费，专利权自 %(since)s 起终止。"),
        Reason.EXPIRED: _("期限届满，专利权自 %(since)s 起终止。"),
        Reason.INVALIDATED: _("被宣告全部无效，专利权视为自始即不存在。"),
        Reason.TERM_OVER: _("法定的最长保护期已于 %(since)s 届满。"),
    }
    return StatusNote(
        code=view.status.value,
        reason=view.reason.value,
        label=status_label(view.status.value),
        explanation=explanations[view.reason] % since,
        day=day,
        as_of=view.data_to,
    )


def _look_back(patent: Patent, day: date, known_on: date) -> LookBack:
    record = stated_records_of([patent.pk])[patent.pk] if _was_transferred(patent) else None
    return LookBack(
        day,
        known_on,
        _status(status_on(patent, day, known_on=known_on), day),
        _status(status_on(patent, day), day),
        owners_known_then=_owners(owners_on(record, day, known_on)) if record else None,
        owners=_owners(owners_on(record, day)) if record else None,
    )


def _was_transferred(patent: Patent) -> bool:
    return any(event.after for event in patent.legal_events.all())


def _owners(owners: OwnersRecord) -> OwnersNote:
    return OwnersNote(owners.names, region_label(owners.region) if owners.region else "")


def _parties(patent: Patent) -> Iterator[PartyGroup]:
    parties = sorted(patent.parties.all(), key=lambda each: each.position)
    for role in PartyRole:
        names = [each.name for each in parties if each.role == role]
        if names:
            links = (Link(name, applicant_href(name) if role in _OWNERS else "") for name in names)
            yield PartyGroup(role.value, str(role.label), tuple(links))


def _classes(patent: Patent) -> Iterator[ClassLine]:
    every = patent.classifications.all()
    titles = class_titles(each.symbol for each in every if each.scheme == Scheme.IPC)
    for scheme, code in ((Scheme.IPC, "IPC"), (Scheme.LOCARNO, "LOC"), (Scheme.CPC, "CPC")):
        mine = [each for each in every if each.scheme == scheme]
        for each in sorted(mine, key=lambda each: each.position):
            yield ClassLine(
                scheme=scheme.value,
                scheme_label=str(scheme.label),
                symbol=each.symbol,
                title=locarno_title(each.symbol) if scheme == Scheme.LOCARNO else titles.get(each.symbol, ""),
                href=query_href(f"{code}={each.symbol}"),
                is_main=each.position == 1,
            )


def _publications(patent: Patent) -> Iterator[PublicationLine]:
    days = sorted(patent.publications.all(), key=lambda each: (each.published_on or date.max, each.number))
    for each in days:
        yield PublicationLine(each.number, _publication_label(each), each.published_on)


def _publication_label(publication: Publication) -> str:
    code = publication_number.kind_code(publication.number)[:1]
    if code == "A":
        return _("发明专利申请公布")
    return _("授权公告") if code else ""


def _timeline(patent: Patent, today: date) -> Iterator[TimelineEntry]:
    """The events of the register, with the days that are known without one."""
    events = patent.legal_events.all()
    for event in events:
        yield TimelineEntry(
            on=event.effective_on,
            code=event.kind,
            label=str(EventKind(event.kind).label),
            note=_particulars(event),
            is_future=event.effective_on > today,
            announced_on=event.announced_on,
            recorded_on=event.recorded_on,
        )
    if patent.filed_on:
        yield TimelineEntry(patent.filed_on, "filing", _("申请"), "", False)
    known = {event.kind for event in events}
    if (
        patent.published_on
        and EventKind.PUBLICATION not in known
        and patent.published_on != patent.granted_on
    ):
        yield TimelineEntry(patent.published_on, "publication", _("公布"), "", False)
    if patent.granted_on and EventKind.GRANT not in known:
        yield TimelineEntry(patent.granted_on, "grant", _("授权公告"), "", False)
    if patent.ends_on and patent.ends_on > today:
        yield TimelineEntry(patent.ends_on, "term_end", _("最迟终止"), _("保护期届满，或登记的终止日"), True)


def _particulars(event: LegalEvent) -> str:
    """When it became known, and what the announcement says more."""
    if event.announced_on:
        known = _("公告日 %s") % event.announced_on.isoformat()
    else:
        known = _("入库日 %s，来源未注明公告日") % event.recorded_on.isoformat()
    term = _("期限补偿至 %s 前一日") % event.term_ends_on.isoformat() if event.term_ends_on else ""
    number = _("登记号 %s") % event.reference if event.reference else ""
    return "；".join(filter(None, (known, term, number, event.note)))
