"""Patents as lines of a list."""

from onestop.portal.pages.addresses import applicant_href, patent_href
from onestop.portal.pages.labels import field_label, kind_label, region_label, status_label
from onestop.portal.pages.types import MarkedLink, Reason, ResultLine
from onestop.records.search import PatentHit
from onestop.search.highlight import Piece


def result_line(hit: PatentHit) -> ResultLine:
    return ResultLine(
        number=hit.number,
        display_number=hit.display_number,
        href=patent_href(hit.number),
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
        reasons=tuple(
            Reason(each.field, field_label(each.field), each.words, each.times, each.weight)
            for each in hit.matches
        ),
        score=round(hit.score, 3) if hit.matches else 0.0,
    )


def plain(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)
