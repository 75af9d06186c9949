"""What is like a patent or a text: a page of its own, and a section of a patent's page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.matching import queries
from onestop.matching.model import About
from onestop.matching.queries import Hit, Similar, Wanted
from onestop.matching.reasons import SharedClass
from onestop.portal.pages.addresses import patent_href, query_href, similar_href
from onestop.portal.pages.labels import kind_label
from onestop.portal.pages.site import notice
from onestop.portal.pages.types_likeness import (
    ModelNote,
    PatentLink,
    SharedClassLine,
    SimilarLine,
    SimilarSection,
)
from onestop.portal.pages.types_search import SearchError
from onestop.portal.pages.types_similar import SimilarPage
from onestop.records.models import PartyRole, Patent
from onestop.records.queries import patent_by_number
from onestop.records.search import display_number

ON_PATENT_PAGE = 6
ON_PAGE = 20
_SHOWN_APPLICANTS = 2


def similar_section(number: str) -> SimilarSection:
    """An empty one says why: what cannot be compared is no error of the visitor."""
    href = similar_href(number)
    try:
        found = queries.similar(Wanted(number=number, limit=ON_PATENT_PAGE))
    except UserError as error:
        return SimilarSection((), error.message, href, None)
    missing = "" if found.hits else _("没有找到相似的专利。")
    return SimilarSection(lines(found.hits), missing, href, model_note(found.about))


def similar_page(wanted: Wanted) -> SimilarPage:
    """Without a number and a text, the empty form. Raises UserError; `failed_similar_page` shows it in the form."""
    if not wanted.number and not wanted.text.strip():
        return _form(wanted)
    found = queries.similar(wanted)
    return _answered(_form(wanted), wanted, found)


def failed_similar_page(wanted: Wanted, error: UserError) -> SimilarPage:
    return replace(_form(wanted), error=shown_error(error))


def shown_error(error: UserError) -> SearchError:
    return SearchError(error.code, error.message, error.hint, 0, "", "", None)


def _form(wanted: Wanted) -> SimilarPage:
    return SimilarPage(
        title=_("相似专利"),
        notice=notice(),
        number=wanted.number,
        text=wanted.text,
        patent=None,
        words=(),
        lines=(),
        liked=(),
        disliked=(),
        took_ms=0.0,
        model=ready_model(),
        error=None,
    )


def _answered(form: SimilarPage, wanted: Wanted, found: Similar) -> SimilarPage:
    return replace(
        form,
        patent=_link(wanted.number) if wanted.number else None,
        words=found.words,
        lines=lines(found.hits),
        liked=tuple(map(_link, wanted.liked)),
        disliked=tuple(map(_link, wanted.disliked)),
        took_ms=found.took_ms,
        model=model_note(found.about),
    )


def _link(number: str) -> PatentLink:
    patent = patent_by_number(number)
    assert patent  # the query has found it
    return PatentLink(number, patent.title or number, patent_href(number))


def ready_model() -> ModelNote | None:
    return model_note(queries.opened().model.about) if queries.is_ready() else None


def model_note(about: About) -> ModelNote:
    return ModelNote(about.version, about.fitted_at[:10], about.documents, about.classified)


def lines(hits: Sequence[Hit]) -> tuple[SimilarLine, ...]:
    """In three queries."""
    keys = [each.key for each in hits]
    patents = {each.pk: each for each in Patent.objects.filter(pk__in=keys).prefetch_related("parties")}
    return tuple(_line(each, patents) for each in hits if each.key in patents)


def _line(hit: Hit, patents: Mapping[int, Patent]) -> SimilarLine:
    patent = patents[hit.key]
    return SimilarLine(
        number=hit.number,
        display_number=display_number(hit.number),
        href=patent_href(hit.number),
        title=hit.title or display_number(hit.number),
        kind_label=kind_label(patent.kind),
        applicants=_applicants(patent),
        filed_on=patent.filed_on.isoformat() if patent.filed_on else "",
        likeness=round(100 * hit.likeness),
        is_near_copy=hit.reasons.is_near_copy,
        is_family=hit.reasons.is_family,
        shared_words=hit.reasons.words,
        shared_classes=tuple(map(_class_line, hit.reasons.classes)),
        is_demonstration=patent.is_demonstration,
    )


def _applicants(patent: Patent) -> tuple[str, ...]:
    owners = (PartyRole.PATENTEE, PartyRole.APPLICANT)
    parties = sorted(patent.parties.all(), key=lambda each: each.position)
    for role in owners:
        if names := [each.name for each in parties if each.role == role]:
            return tuple(names[:_SHOWN_APPLICANTS])
    return ()


def _class_line(shared: SharedClass) -> SharedClassLine:
    return SharedClassLine(shared.symbol, shared.title, class_href(shared.symbol), shared.is_own)


def class_href(symbol: str) -> str:
    """The search of the patents in a class; a main group with all its subgroups."""
    return query_href(f"IPC={symbol.removesuffix('/00')}" if symbol[:1].isalpha() else f"LOC={symbol}")
