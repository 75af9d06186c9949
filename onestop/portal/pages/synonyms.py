"""Synonyms of a search: a preview of what is added and what it brings, and the note beside the results."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.portal.pages.addresses import search_href, synonyms_href
from onestop.portal.pages.asked import Asked, parameters_of
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import Option
from onestop.portal.pages.types_synonyms import (
    OfferLink,
    SynonymNote,
    SynonymOption,
    SynonymSense,
    SynonymsPage,
    SynonymWord,
)
from onestop.records.previews import Offer, known_words, offers, preview
from onestop.records.search import PatentResults, PatentSearch, totals
from onestop.search.synonyms import MAX_ADDED, Added, Concept, Group, Language, Reach, Term, key_of

Href = Callable[[PatentSearch], str]
_SHOWN_TERMS = 2


def synonyms_page(asked: Asked) -> SynonymsPage:
    """Before a search is made: which words become what. Without a reach the widest is shown."""
    search = asked if asked.expand != Reach.OFF else replace(asked, expand=Reach.BOTH.value)
    page = _empty(search)
    if not search.text:
        return page
    try:
        found = preview(search)
    except UserError as error:
        return replace(page, problem=error.message, hint=error.hint)
    return replace(
        page,
        words=tuple(_words(search, found.expansion.concepts, synonyms_href, found.counts)),
        as_typed=found.as_typed,
        total=found.total,
        problem=found.problem.message if found.problem else "",
        hint=found.problem.hint if found.problem else "",
    )


def _empty(search: Asked) -> SynonymsPage:
    kept = parameters_of(replace(search, text="", expand=Reach.OFF.value, without=(), page=1))
    return SynonymsPage(
        title=_("同义词预览"),
        notice=notice(),
        text=search.text,
        reach=search.expand,
        reaches=_reaches(search, synonyms_href)[1:],
        words=(),
        as_typed=0,
        total=0,
        problem="",
        hint="",
        search_href=search_href(replace(search, page=1)),
        plain_href=search_href(replace(search, expand=Reach.OFF.value, without=(), page=1)),
        kept=tuple(each for each in kept if each[1]),
        most=MAX_ADDED,
    )


def synonym_note(search: Asked, results: PatentResults) -> SynonymNote | None:
    """None where the dictionary knows none of the words."""
    known = known_words(results.node) if search.text else ()
    if not known and search.expand == Reach.OFF:
        return None
    found = results.expansion
    return SynonymNote(
        reach=search.expand,
        reaches=_reaches(search, search_href),
        known=tuple(dict.fromkeys(each.typed for each in known)),
        words=tuple(_words(search, found.concepts, search_href, {})),
        as_typed=totals(search, [found.typed])[0] if found.is_wider else None,
        preview_href=synonyms_href(search),
    )


def offer_links(search: PatentSearch) -> tuple[OfferLink, ...]:
    """For a search without hits."""
    return tuple(OfferLink(_offered(each), each.total, search_href(each.search)) for each in offers(search))


def _offered(offer: Offer) -> str:
    if offer.term:
        return _("是不是要找“%(term)s”？") % {"term": offer.term}
    if offer.search.expand == Reach.SYNONYMS:
        return _("连同同义词一起找")
    return _("连同同义词和英文、中文的说法一起找")


def reach_labels() -> dict[str, str]:
    return {Reach.OFF: _("不用同义词"), Reach.SYNONYMS: _("用同义词"), Reach.BOTH: _("用同义词，中英文互通")}


def _reaches(search: Asked, href: Href) -> tuple[Option, ...]:
    return tuple(
        Option(str(reach), label, href(replace(search, expand=str(reach), page=1)), reach == search.expand)
        for reach, label in reach_labels().items()
    )


def _words(
    search: Asked, concepts: tuple[Concept, ...], href: Href, counts: Mapping[tuple[str, str], int]
) -> Iterator[SynonymWord]:
    for concept in concepts:
        if not concept.added:
            continue
        is_on = key_of(concept.typed) not in map(key_of, search.without)
        yield SynonymWord(
            concept.typed,
            tuple(_senses(search, concept, href, counts)),
            is_on,
            _switched(search, concept.typed, href),
        )


def _senses(
    search: Asked, concept: Concept, href: Href, counts: Mapping[tuple[str, str], int]
) -> Iterator[SynonymSense]:
    groups = dict.fromkeys(each.group for each in concept.added)
    for group in groups:
        options = (
            _option(search, each, href, counts.get((concept.typed, each.term.text)))
            for each in concept.added
            if each.group == group
        )
        yield SynonymSense(_meaning(group) if len(groups) > 1 else "", tuple(options))


def _option(search: Asked, added: Added, href: Href, count: int | None) -> SynonymOption:
    term = added.term
    return SynonymOption(term.text, _kind(term), count, added.is_on, _switched(search, term.text, href))


def _kind(term: Term) -> str:
    places = {"TW": _("台湾用语"), "HK": _("香港用语")}
    languages = {Language.EN: _("英文"), Language.ANY: _("缩写"), Language.ZH: ""}
    return places.get(term.place, languages[term.language])


def _meaning(group: Group) -> str:
    return "、".join(term.text for term in group.terms[:_SHOWN_TERMS])


def _switched(search: Asked, text: str, href: Href) -> str:
    key = key_of(text)
    others = tuple(each for each in search.without if key_of(each) != key)
    without = others if len(others) < len(search.without) else (*others, text)
    return href(replace(search, without=without, page=1))
