"""The monthly bulletins: a list, and each as a page of what was kept."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from onestop.indicators.bulletins import services
from onestop.indicators.bulletins.content import Coming, Content, MonthFigure, Number, Rights, read
from onestop.indicators.bulletins.month import Month
from onestop.indicators.bulletins.services import Difference
from onestop.indicators.comparisons import percent_of_growth
from onestop.indicators.definitions import Kind, by_code, in_language
from onestop.indicators.models import Bulletin
from onestop.portal.pages.addresses import patent_href, query_href
from onestop.portal.pages.indicator_addresses import indicator_href
from onestop.portal.pages.labels import kind_label, region_label
from onestop.portal.pages.site import notice
from onestop.portal.pages.standing import group_labels
from onestop.portal.pages.standing import printed as as_printed
from onestop.portal.pages.types import Link, NotFound
from onestop.portal.pages.types_bulletins import (
    BulletinBody,
    BulletinFigure,
    BulletinGroup,
    BulletinLine,
    BulletinListPage,
    BulletinPage,
    ComingGroup,
    HolderLine,
    IssueNote,
    NamedLine,
    RevisedLine,
    RightGroup,
    RightLine,
)
from onestop.records.search import display_number


def bulletin_list_page(sees_drafts: bool = False) -> BulletinListPage:
    region = settings.HOME_REGION
    return BulletinListPage(
        title=_("知识产权月报"),
        notice=notice(),
        region=region,
        region_name=region_label(region),
        lines=tuple(map(_line, _seen(sees_drafts))),
    )


def bulletin_page(
    month: str, issue: str = "", sees_drafts: bool = False, recompute: bool = False
) -> BulletinPage:
    """The newest issue that the reader may see, or the one asked for."""
    found = list(_seen(sees_drafts).filter(month=Month.read(month).first))
    shown = next((each for each in found if issue in ("", str(each.issue))), None)
    if shown is None:
        raise NotFound("bulletin.none", _("没有 %s 的月报。") % month[:20], _("请从月报列表进入。"))
    content = read(shown.content)
    newest = found[0]
    return BulletinPage(
        title=_title(content),
        notice=notice(),
        key=shown.pk,
        line=_line(shown),
        body=body_of(content),
        earlier=tuple(_earlier(each, content) for each in found if each.issue < shown.issue),
        newest=None if newest.pk == shown.pk else Link(str(newest.issue), _href(newest)),
        recomputed=_recomputed(content) if recompute else None,
    )


def file_of(month: str, form: str, issue: str, sees_drafts: bool) -> tuple[bytes, str]:
    """(the file as it was kept, its name)."""
    page = bulletin_page(month, issue, sees_drafts)
    body = bytes(Bulletin.objects.values_list(form, flat=True).get(pk=page.key))
    if not body:
        raise NotFound("bulletin.no_file", _("这一版没有 PDF 文件。"), _("请下载 docx，或看网页。"))
    return body, f"bulletin-{page.body.region}-{page.line.month}-{page.line.issue}.{form}"


def _seen(sees_drafts: bool) -> "QuerySet[Bulletin]":
    region = settings.HOME_REGION
    return services.issues(region) if sees_drafts else services.published_bulletins(region)


def _title(content: Content) -> str:
    return _("%(region)s知识产权月报（%(month)s）") % {
        "region": region_label(content.region),
        "month": content.month,
    }


def _line(found: Bulletin) -> BulletinLine:
    month = f"{found.month:%Y-%m}"
    files = (
        reverse("portal:bulletin_file", args=[month, "docx"]),
        reverse("portal:bulletin_file", args=[month, "pdf"]),
    )
    docx, pdf = (f"{each}?issue={found.issue}" for each in files)
    return BulletinLine(
        month, found.issue, found.made_at, found.published_at, found.digest, _href(found), docx, pdf
    )


def _href(found: Bulletin) -> str:
    return f"{reverse('portal:bulletin', args=[f'{found.month:%Y-%m}'])}?issue={found.issue}"


def _earlier(found: Bulletin, content: Content) -> IssueNote:
    return IssueNote(_line(found), _revised(services.differences(read(found.content), content)))


def _recomputed(content: Content) -> tuple[RevisedLine, ...]:
    now = services.compose(content.region, Month.read(content.month))
    return _revised(services.differences(content, now))


def _revised(found: tuple[Difference, ...]) -> tuple[RevisedLine, ...]:
    return tuple(
        RevisedLine(_name(each.code), _shown(each.code, each.then), _shown(each.code, each.now))
        for each in found
    )


def _name(code: str) -> str:
    """A code that no definition has any more stands for itself."""
    known = by_code().get(code)
    return in_language(known.name) if known else code


def _shown(code: str, value: Number | None) -> str:
    known = by_code().get(code)
    return as_printed(value, known.decimals if known else 0)


def body_of(content: Content) -> BulletinBody:
    month = Month.read(content.month)
    return BulletinBody(
        region=content.region,
        region_name=region_label(content.region),
        month=content.month,
        as_of=month.last,
        next_month=str(month.after(1)),
        groups=tuple(_groups(content, month.last)),
        changes=tuple(_coming(each) for each in content.changes),
        granted=_rights(content.granted),
        ending=_rights(content.ending),
        revised=tuple(
            RevisedLine(_name(each.code), _shown(each.code, each.published), _shown(each.code, each.now))
            for each in content.revisions
        ),
        digest=content.digest,
    )


def _groups(content: Content, day: date) -> Iterator[BulletinGroup]:
    for code, label in group_labels().items():
        figures = tuple(_figure(each, content.region, day) for each in content.figures if each.group == code)
        if figures:
            yield BulletinGroup(code, label, figures)


def _figure(found: MonthFigure, region: str, day: date) -> BulletinFigure:
    known = by_code().get(found.code)
    is_told = found.value is not None
    return BulletinFigure(
        code=found.code,
        name=_name(found.code),
        unit=in_language(known.unit) if known else "",
        value=found.value,
        display=_shown(found.code, found.value),
        before=_shown(found.code, found.before),
        before_change=_change(found, found.before, found.value),
        year_before=_shown(found.code, found.year_before),
        year_change=_change(found, found.year_before, found.value),
        so_far=_shown(found.code, found.so_far),
        so_far_change=_change(found, found.so_far_before, found.so_far),
        missing=found.missing,
        definition=in_language(known.definition) if known else "",
        version=found.version,
        source=in_language(known.source) if known else "",
        href=_records(found, region, day) if is_told and known else "",
    )


def _records(found: MonthFigure, region: str, day: date) -> str:
    return query_href(found.query) if found.query else indicator_href(found.code, region, day)


def _change(found: MonthFigure, before: Number | None, now: Number | None) -> str:
    """Of a share in percentage points."""
    known = by_code().get(found.code)
    if before is None or now is None:
        return "—"
    if known and known.kind == Kind.RATIO:
        return _("%(change)+.1f 个百分点") % {"change": now - before}
    percent = percent_of_growth(before, now)
    return "—" if percent is None else f"{percent:+.1f}%"


def _coming(found: Coming) -> ComingGroup:
    came, went = (
        tuple(NamedLine(_number(each.number), each.name, each.reason) for each in lines)
        for lines in (found.came, found.went)
    )
    return ComingGroup(found.code, _name(found.code), found.entries, found.exits, came, went)


def _number(text: str) -> str:
    return display_number(text) if text.isalnum() and text[:4].isdigit() and len(text) == 13 else text


def _rights(found: Rights) -> RightGroup:
    return RightGroup(
        total=found.total,
        lines=tuple(
            RightLine(
                number=display_number(each.number) if each.number else "",
                title=each.title,
                kind_label=kind_label(each.kind),
                day=each.day,
                holder=each.holder,
                href=patent_href(each.number) if each.number else "",
            )
            for each in found.rights
        ),
        holders=tuple(
            HolderLine(each.name or _("未知"), each.inventions, each.others) for each in found.holders
        ),
    )
