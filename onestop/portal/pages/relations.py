"""How a patent or document hangs together with others: priorities, family, citations, and its long texts."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.portal.pages.addresses import document_href, patent_href, related_href
from onestop.portal.pages.citation_graph import citation_graph
from onestop.portal.pages.offices import office_name
from onestop.portal.pages.types_related import (
    CitationLine,
    CitationSection,
    ClaimNode,
    FamilySection,
    MemberDocumentLine,
    MemberLine,
    NumberLink,
    OfficeMembers,
    Option,
    PriorityLine,
    Related,
    TextSection,
)
from onestop.records import claims as claim_trees
from onestop.records.citations import Direction, Network, citations, cited_texts
from onestop.records.families import (
    Claimed,
    Ends,
    Family,
    FamilyKind,
    Member,
    extended_family,
    priorities_of,
    simple_family,
)
from onestop.records.fields import PATENT
from onestop.records.held import Held, HeldDocument, held_by_application
from onestop.records.models import FullText, TextPart
from onestop.search.highlight import Piece, mark_each, marked_places
from onestop.search.parser import parse
from onestop.search.places import Place
from onestop.search.schema import DocumentType

MAX_LEVELS = 5
MAX_PARAGRAPHS = 400
_DEEPEST = 6
"""Claims that hang deeper stand beside the ones that they hang under."""


@dataclass(frozen=True)
class Shown:
    """How the visitor wants it."""

    family: FamilyKind = FamilyKind.SIMPLE
    levels: int = 1
    """Of the citations."""


def read_shown(family: str, levels: str) -> Shown:
    if family not in ("", *FamilyKind):
        raise UserError(
            "portal.bad_family", _("没有“%s”这种同族。") % family[:40], _("可选 simple 或 extended。")
        )
    if levels and not (levels.isascii() and levels.isdecimal() and 1 <= int(levels[:4]) <= MAX_LEVELS):
        raise UserError(
            "portal.bad_levels",
            _("引证不能展开“%s”层。") % levels[:40],
            _("请填 1 至 %s 的整数。") % MAX_LEVELS,
        )
    return Shown(FamilyKind(family or "simple"), int(levels or 1))


def related(ends: Ends, shown: Shown, href: str) -> Related:
    """`href` is the page's own address."""
    find = extended_family if shown.family is FamilyKind.EXTENDED else simple_family
    family, claimed = find(ends), priorities_of(ends)
    cited = citations(ends.serials, Direction.BACKWARD, shown.levels)
    citing = citations(ends.serials, Direction.FORWARD, shown.levels)
    return Related(
        priorities=tuple(_priorities(claimed, family)),
        priorities_missing="" if claimed else _("导入的数据没有提到优先权。要补上，需要带优先权的著录数据（DOCDB、OPS 或专利局的 XML）。"),
        family=_family(family, ends, shown, href),
        cited=_cited(ends, cited),
        citing=_citing(citing),
        graph=citation_graph(ends.serials, cited, citing, _link),
        levels=tuple(
            Option(
                str(level),
                _("%s 层") % level,
                related_href(href, shown.family, level, "citations"),
                level == shown.levels,
            )
            for level in range(1, MAX_LEVELS + 1)
        ),
    )  # fmt: skip


def text_sections(
    documents: Collection[str], searched: str = "", document_type: DocumentType = PATENT
) -> tuple[TextSection, ...]:
    """Claims before descriptions; the words of the query that led here are marked."""
    wanted = _wanted(searched, document_type)
    found = FullText.objects.filter(document__in=documents).order_by("part", "document", "language")
    return tuple(_section(each, wanted.get(each.part, frozenset())) for each in found)


def _wanted(searched: str, document_type: DocumentType) -> Mapping[str, Collection[Place]]:
    """Nothing where the query means nothing any more: the page is there without it."""
    try:
        return marked_places(parse(searched, document_type)) if searched else {}
    except UserError:
        return {}


def _section(text: FullText, wanted: Collection[Place]) -> TextSection:
    paragraphs = mark_each(text.paragraphs[:MAX_PARAGRAPHS], wanted)
    return TextSection(
        text.document,
        text.part,
        str(TextPart(text.part).label),
        text.language,
        paragraphs,
        max(0, len(text.paragraphs) - MAX_PARAGRAPHS),
        any(piece.is_match for pieces in paragraphs for piece in pieces),
        _claim_nodes(text.paragraphs[:MAX_PARAGRAPHS], paragraphs) if text.part == TextPart.CLAIMS else (),
    )


def _claim_nodes(texts: Sequence[str], paragraphs: Sequence[tuple[Piece, ...]]) -> tuple[ClaimNode, ...]:
    return tuple(_claims(claim_trees.tree(texts), paragraphs))


def _claims(
    claims: Sequence[claim_trees.Claim], paragraphs: Sequence[tuple[Piece, ...]], depth: int = 1
) -> Iterator[ClaimNode]:
    for each in claims:
        below = tuple(_claims(each.children, paragraphs, depth + 1))
        is_deep = depth >= _DEEPEST
        texts = tuple(paragraphs[place] for place in each.paragraphs)
        yield ClaimNode(each.number, texts, each.refers_to, () if is_deep else below)
        if is_deep:
            yield from below


def _priorities(claimed: Collection[Claimed], family: Family) -> Iterator[PriorityLine]:
    held = {each.application: each.held for each in family.members}
    held |= held_by_application({each.number for each in claimed} - held.keys())
    for each in claimed:
        yield PriorityLine(_link(each.number, held.get(each.number, Held())), each.claimed_on)


def _family(family: Family, ends: Ends, shown: Shown, href: str) -> FamilySection:
    labels = {FamilyKind.SIMPLE: _("简单同族"), FamilyKind.EXTENDED: _("扩展同族")}
    kinds = (
        Option(kind.value, label, related_href(href, kind, shown.levels, "family"), kind == shown.family)
        for kind, label in labels.items()
    )
    by_office = sorted(family.members, key=lambda each: (each.office != "CN", each.office))
    return FamilySection(
        family.kind.value,
        family.number,
        tuple(kinds),
        tuple(
            OfficeMembers(office, office_name(office), tuple(_member(each, ends) for each in members))
            for office, members in groupby(by_office, key=lambda each: each.office)
        ),
        len(family.members),
        family.is_cut,
        ""
        if family.is_known
        else _("导入的数据没有提到这件专利的同族或优先权，所以不能说它有没有同族。要补上，需要 DOCDB 或 OPS 的同族数据。"),
    )  # fmt: skip


def _member(member: Member, ends: Ends) -> MemberLine:
    held = member.held
    return MemberLine(
        _link(member.application, held),
        member.level,
        member.application in ends.applications,
        held.filed_on,
        tuple(_document(each, held) for each in held.documents),
        member.is_granted,
        _grant_label(member),
    )


def _document(document: HeldDocument, held: Held) -> MemberDocumentLine:
    href = document_href(document.number) if document.is_page else patent_href(held.patent)
    return MemberDocumentLine(
        document.number, document.kind_code, document.published_on, document.is_grant, href
    )


def _grant_label(member: Member) -> str:
    if not member.held.documents:
        return _("本站没有其文献")
    if member.is_granted is None:
        return _("种类代码看不出是否授权")
    return _("已授权") if member.is_granted else _("未见授权文献")


def _cited(ends: Ends, network: Network) -> CitationSection:
    texts = cited_texts(ends.serials)
    missing = _(
        "导入的数据没有提到它引证的文献。要补上，需要带检索报告或引证的数据（DOCDB、OPS、美国专利局的 XML）。"
    )
    return CitationSection(
        network.direction.value, tuple(_citations(network)), texts, network.is_cut,
        "" if network.nodes or texts else missing,
    )  # fmt: skip


def _citing(network: Network) -> CitationSection:
    missing = _("导入的文献中没有引证它的。这不等于没有人引证：后来的文献要带着引证导入才看得到。")
    return CitationSection(
        network.direction.value,
        tuple(_citations(network)),
        (),
        network.is_cut,
        "" if network.nodes else missing,
    )


def _citations(network: Network) -> Iterator[CitationLine]:
    """Each document once, by the link that first led to it."""
    is_backward = network.direction is Direction.BACKWARD
    ways = [
        (each.cited, each.citing, each) if is_backward else (each.citing, each.cited, each)
        for each in network.links
    ]
    first = {far: (near, link) for far, near, link in reversed(ways)}
    for node in network.nodes:
        near, link = first[node.serial]
        through = near if node.level > 1 else ""
        yield CitationLine(_link(node.serial, node.held), node.level, link.category, through)


def _link(number: str, held: Held) -> NumberLink:
    language, title = _title(held.titles)
    return NumberLink(number, title, language, _href(held))


def _href(held: Held) -> str:
    if held.patent:
        return patent_href(held.patent)
    return document_href(held.documents[-1].number) if held.documents else ""


def _title(titles: dict[str, str]) -> tuple[str, str]:
    """In the visitor's language, else in English, else in any."""
    wanted = ("en", "zh") if get_language() == "en" else ("zh", "en")
    found = next((each for each in wanted if each in titles), None) or next(iter(titles), "")
    return found, titles.get(found, "")
