"""Patents as lines of a list."""

from django.utils.translation import gettext as _

from onestop.portal.pages.addresses import applicant_href, marked_href, patent_href
from onestop.portal.pages.labels import field_label, kind_label, region_label, status_label
from onestop.portal.pages.reasons import reasons_in_words
from onestop.portal.pages.types import MarkedLink, PassageLine, Reason, ResultLine, SynonymReason
from onestop.records.fields import CLAIMS
from onestop.records.search import FoundPassage, PatentHit
from onestop.search.highlight import Piece


def result_line(hit: PatentHit, searched: str = "") -> ResultLine:
    """`searched`: the query, which the page of the patent marks where its texts were found."""
    href = patent_href(hit.number)
    return ResultLine(
        number=hit.number,
        display_number=hit.display_number,
        href=marked_href(href, searched) if hit.passages else href,
        title=hit.title or (Piece(hit.display_number, False),),
        snippet=hit.snippet,
        kind=hit.kind,
        kind_label=kind_label(hit.kind),
        status=hit.status,
        status_label=status_label(hit.status),
        applicants=tuple(MarkedLink(name, applicant_href(plain(name))) for name in hit.applicants),
        filed_on=hit.filed_on,
        granted_on=hit.granted_on,
        main_class=hit.main_class,
        region_label=region_label(hit.region) if hit.region else "",
        publication_numbers=hit.publication_numbers,
        is_demonstration=hit.is_demonstration,
        passages=tuple(PassageLine(passage_label(each), each.pieces) for each in hit.passages),
        reasons=tuple(
            Reason(
                each.field,
                field_label(each.field),
                each.words,
                each.times,
                each.weight,
                tuple(SynonymReason(one.word, one.typed, one.times) for one in each.synonyms),
            )
            for each in hit.matches
        ),
        why=tuple(reasons_in_words(hit)),
        score=round(hit.score, 3) if hit.matches else 0.0,
    )


def passage_label(passage: FoundPassage) -> str:
    if passage.field == CLAIMS.name:
        return _("权利要求第 %s 项") % passage.number
    return _("说明书第 %s 段") % passage.number


def plain(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)
