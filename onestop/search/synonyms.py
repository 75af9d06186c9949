"""Synonyms from a dictionary, put into a query when it is asked: no index knows them, so the dictionary can change at
any time.

What a query finds as it was typed stands first, whatever is added: it counts `_TYPED` more, and what only synonyms
find counts `_REST` times its score, by which it keeps its own order. Inside the added part a synonym counts
`ADDED_WEIGHT` of a typed word.

A choice of reach (`Reach`) widens words typed without quotes; what is in quotes, excluded or bound by a distance is
meant literally, and is widened only where it carries the sign `~` itself.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.core.text import fold, is_cjk
from onestop.search import tokens
from onestop.search.places import TooManyPlaces, places
from onestop.search.query import (
    And,
    Everything,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Together,
    Weighted,
    WithSynonyms,
    Words,
)
from onestop.search.schema import Field

ADDED_WEIGHT = 0.5
MAX_ADDED = 60
"""Synonyms in one query."""
_TYPED = 2.0
_REST = 0.0001
_LONGEST = 8
"""Words of a term of the dictionary that are typed side by side."""
Key = tuple[str, ...]


class Reach(StrEnum):
    """How far a query is widened."""

    OFF = "off"
    SYNONYMS = "synonyms"
    """Other words of the same language; abbreviations belong to every language."""
    BOTH = "both"
    """Between Chinese and English too."""


class Language(StrEnum):
    ZH = "zh"
    EN = "en"
    ANY = "any"


@dataclass(frozen=True)
class Term:
    """One way of saying it."""

    text: str
    language: Language
    place: str = ""
    """TW, HK: a word used there; empty for everywhere."""


@dataclass(frozen=True)
class Group:
    """Terms that mean the same."""

    code: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, eq=False)
class Dictionary:
    senses: Mapping[Key, tuple[tuple[Group, Term], ...]]
    """What a word may mean: each group that has it, with the term that it is."""

    @classmethod
    def of(cls, groups: Iterable[Group]) -> "Dictionary":
        found: dict[Key, list[tuple[Group, Term]]] = {}
        for group in groups:
            for term in group.terms:
                for key in dict.fromkeys(map(key_of, spellings(term))):
                    found.setdefault(key, []).append((group, term))
        return cls({key: tuple(senses) for key, senses in found.items() if key})


def key_of(text: str) -> Key:
    """The same for every way of writing: traditional, full width, with or without a hyphen."""
    return tuple(token for token in tokens.characters(text) if token != tokens.BREAK)


def spellings(term: Term) -> tuple[str, ...]:
    """English with and without the hyphen, one and several; all else as it stands."""
    if term.language != Language.EN:
        return (term.text,)
    written = dict.fromkeys((term.text, term.text.replace("-", " ")))
    return tuple(dict.fromkeys(form for each in written for form in (each, _plural(each))))


def _plural(text: str) -> str:
    if not (text.isascii() and text[-1:].isalpha()) or text.endswith("s"):
        return text
    if text.endswith(("x", "z", "ch", "sh")):
        return f"{text}es"
    return f"{text[:-1]}ies" if text.endswith("y") and text[-2:-1] not in "aeiou" else f"{text}s"


@dataclass(frozen=True)
class Added:
    """One synonym of a typed word."""

    term: Term
    group: Group
    is_on: bool = True
    """False: the searcher does without it."""


@dataclass(frozen=True)
class Concept:
    """A typed word and what the dictionary adds to it."""

    typed: str
    fields: tuple[Field, ...]
    added: tuple[Added, ...]
    spellings: tuple[str, ...] = ()
    """Other spellings of the typed word itself: several of them, without the hyphen."""

    @property
    def used(self) -> tuple[Term, ...]:
        return tuple(each.term for each in self.added if each.is_on)

    @property
    def forms(self) -> tuple[str, ...]:
        """Everything that is looked for in place of the typed word."""
        found = (form for term in self.used for form in spellings(term))
        return tuple(dict.fromkeys((*self.spellings, *found)))


@dataclass(frozen=True)
class Expansion:
    typed: Node
    """Without synonyms (but for those to be excluded)."""
    node: Node
    """To be searched."""
    concepts: tuple[Concept, ...]
    """Each typed word that the dictionary knows, also where all its synonyms are switched off."""

    @property
    def is_wider(self) -> bool:
        return self.node != self.typed


class TooManySynonyms(UserError):
    """`concepts` are what there is to choose from."""

    def __init__(self, message: str, hint: str, concepts: tuple[Concept, ...] = ()) -> None:
        super().__init__("search.too_many_synonyms", message, hint)
        self.concepts = concepts


def expand(
    node: Node, dictionary: Dictionary, reach: Reach = Reach.OFF, without: Collection[str] = ()
) -> Expansion:
    """`without`: synonyms not to be added, or typed words to be left as they are. Raises UserError: too many."""
    widener = _Widener(dictionary, frozenset(map(key_of, without)))
    wide = widener.wide(node, _Scope(reach))
    typed = widener.typed(node, _Scope(reach))
    concepts = tuple(widener.concepts.values())
    _require_few(concepts)
    return Expansion(typed, typed if wide == typed else _ranked(typed, wide), concepts)


def asks(node: Node) -> bool:
    """Whether the query itself says that some word is to be widened."""
    return isinstance(node, WithSynonyms) or any(map(asks, _parts(node)))


def typed_words(node: Node) -> Iterator[Words]:
    """Words typed without quotes that are to be found."""
    if isinstance(node, Words):
        yield node
    elif not isinstance(node, Not):
        for part in _parts(node):
            yield from typed_words(part)


def is_as_typed(score: float) -> bool:
    """Of a hit of a widened query by relevance: whether it is found without any synonym."""
    return score >= _TYPED / 2  # fading takes away half at most


def own_score(score: float) -> float:
    """What the words count, without the step between the two parts of a list."""
    return score - _TYPED if is_as_typed(score) else score / _REST


def _ranked(typed: Node, wide: Node) -> Node:
    return Or((And((typed, Weighted(Everything(), _TYPED))), Weighted(wide, _REST)))


def _require_few(concepts: tuple[Concept, ...]) -> None:
    count = sum(len(each.used) for each in concepts)
    if count > MAX_ADDED:
        raise TooManySynonyms(
            _("这条检索式要加 %(count)d 个同义词，一次最多加 %(limit)d 个。")
            % {"count": count, "limit": MAX_ADDED},
            _("请在预览里去掉一些，或只在要紧的词前写“~”。"),
            concepts,
        )


@dataclass(frozen=True)
class _Scope:
    reach: Reach = Reach.OFF
    is_said: bool = False
    """By the sign in the query, which means what is in quotes or excluded too."""


def _said(crosses: bool) -> _Scope:
    return _Scope(Reach.BOTH if crosses else Reach.SYNONYMS, is_said=True)


class _Widener:
    def __init__(self, dictionary: Dictionary, without: frozenset[Key]) -> None:
        self.dictionary = dictionary
        self.without = without
        self.concepts: dict[tuple[Key, tuple[Field, ...]], Concept] = {}

    def typed(self, node: Node, scope: _Scope) -> Node:
        """What is to be excluded stays as wide as it was said: else its synonyms would be found after all."""
        match node:
            case WithSynonyms(child, crosses):
                return self.typed(child, _said(crosses))
            case Not():
                return self.wide(node, scope)
        return _changed(node, lambda child: self.typed(child, scope))

    def wide(self, node: Node, scope: _Scope) -> Node:
        match node:
            case WithSynonyms(child, crosses):
                return self.wide(child, _said(crosses))
            case Words():
                return self._words(node, scope)
            case Phrase():
                return self._whole(node, scope) if scope.is_said else node
            case And(children):
                return And(tuple(self._neighbours(children, scope)))
            case Not() | Near() | Together():
                inside = scope if scope.is_said else _Scope()
                found = _changed(node, lambda child: self.wide(child, inside))
                return _placeable(found) if isinstance(found, Near) else found
        return _changed(node, lambda child: self.wide(child, scope))

    def _neighbours(self, children: Sequence[Node], scope: _Scope) -> Iterator[Node]:
        """Words typed side by side are one term where the dictionary has it: light emitting diode."""
        for group, several in groupby(children, _group_of):
            run = list(several)
            if group is None:
                yield from (self.wide(each, scope) for each in run)
            else:
                yield from self._run([each for each in run if isinstance(each, Words)], scope)

    def _run(self, run: Sequence[Words], scope: _Scope) -> Iterator[Node]:
        start = 0
        while start < len(run):
            end = self._longest([each.text for each in run], start, scope)
            several = run[start : max(end, start + 1)]
            yield self._several(several, scope) if len(several) > 1 else self.wide(several[0], scope)
            start += len(several)

    def _several(self, run: Sequence[Words], scope: _Scope) -> Node:
        """LED 驱动电源: the whole, and each by itself. English is written with spaces anyway, so it is only the whole."""
        whole = self.wide(replace(run[0], text=" ".join(each.text for each in run)), scope)
        if not any(is_cjk(character) for each in run for character in each.text):
            return whole
        return Or((And(tuple(self.wide(each, scope) for each in run)), whole))

    def _longest(self, texts: Sequence[str], start: int, scope: _Scope) -> int:
        """Where the longest term ends that begins here; `start` where none does."""
        for end in range(min(len(texts), start + _LONGEST), start, -1):
            if self._knows(" ".join(texts[start:end]), scope):
                return end
        return start

    def _knows(self, text: str, scope: _Scope) -> bool:
        return scope.reach != Reach.OFF and key_of(text) in self.dictionary.senses

    def _words(self, node: Words, scope: _Scope) -> Node:
        """The whole text, or else the terms in it, where they begin and end with its words."""
        if scope.reach == Reach.OFF or self._knows(node.text, scope):
            return self._whole(node, scope)
        parts = tuple(self._parts(node, scope))
        return Or((node, And(parts))) if any(isinstance(part, Or) for part in parts) else node

    def _parts(self, node: Words, scope: _Scope) -> Iterator[Node]:
        words = list(_located(node.text))
        start = 0
        while start < len(words):
            end = max(self._longest([word for word, _, _ in words], start, scope), start + 1)
            word, first, _last = words[start]
            text = node.text[first : words[end - 1][2]]
            if end > start + 1 or word not in tokens.FUNCTION_WORDS:
                part = replace(node, text=text)
                yield part if _is_one_character(text) else self._whole(part, scope)
            start = end

    def _whole(self, node: Words | Phrase, scope: _Scope) -> Node:
        added, also = self._added(node.text, scope), self._spellings(node.text, scope)
        if not added and not also:
            return node
        concept = Concept(node.text, node.fields, added, also)
        self.concepts.setdefault((key_of(node.text), node.fields), concept)
        phrases = tuple(Phrase(node.fields, form) for form in concept.forms)
        return Or((node, Weighted(Or(phrases), ADDED_WEIGHT))) if phrases else node

    def _spellings(self, text: str, scope: _Scope) -> tuple[str, ...]:
        key = key_of(text)
        if scope.reach == Reach.OFF or key in self.without:
            return ()
        mine = (form for _, term in self.dictionary.senses.get(key, ()) for form in spellings(term))
        return tuple(dict.fromkeys(form for form in mine if fold(form) != fold(text)))

    def _added(self, text: str, scope: _Scope) -> tuple[Added, ...]:
        if scope.reach == Reach.OFF:
            return ()
        key = key_of(text)
        is_off = key in self.without
        found: dict[Key, Added] = {}
        for group, term in self.dictionary.senses.get(key, ()):
            for each in group.terms:
                if _fits(each, term, scope.reach) and key not in map(key_of, spellings(each)):
                    here = key_of(each.text)
                    found.setdefault(here, Added(each, group, not is_off and here not in self.without))
        return tuple(found.values())


def _located(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word with its place in the text."""
    folded, at = fold(text), 0
    for word in tokens.cut(text):
        first = folded.index(word, at)
        at = first + len(word)
        yield word, first, at


def _group_of(node: Node) -> tuple[object, ...] | None:
    """The same for words that may make one term."""
    return (node.fields, node.is_free_text) if isinstance(node, Words) else None


def _fits(term: Term, typed: Term, reach: Reach) -> bool:
    """A single character is looked up when typed, but never added: it stands in too many words."""
    is_same = Language.ANY in (term.language, typed.language) or term.language == typed.language
    return (is_same or reach == Reach.BOTH) and not _is_one_character(term.text)


def _is_one_character(text: str) -> bool:
    return len(text) == 1 and is_cjk(text)


def _parts(node: Node) -> tuple[Node, ...]:
    match node:
        case And(children) | Or(children):
            return children
        case Near(_, left, right) | Together(_, left, right):
            return left, right
        case Not(child) | Weighted(child) | WithSynonyms(child):
            return (child,)
    return ()


def _changed(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with its parts changed."""
    match node:
        case And(children) | Or(children):
            return replace(node, children=tuple(map(change, children)))
        case Near(_, left, right) | Together(_, left, right):
            return replace(node, left=change(left), right=change(right))
        case Not(child) | Weighted(child) | WithSynonyms(child):
            return replace(node, child=change(child))
    return node


def _placeable(node: Near) -> Near:
    try:
        places(node)
    except TooManyPlaces as error:
        raise TooManySynonyms(
            _("带上同义词以后，“%s”的距离和备选词的组合太多。") % str(node)[:100],
            _("请缩小距离，或去掉“~”。"),
        ) from error
    return node
