"""Reads: what is like a patent or a text, and which classes a text belongs to.

Both are advice by a machine: every answer says which model gave it and what that was fitted on.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.matching import store
from onestop.matching.arrays import Ints, Matrix, matrix, normalised
from onestop.matching.corpus import Patents
from onestop.matching.model import About
from onestop.matching.ranking import Asked, Query, Ranked, ask, rank
from onestop.matching.reasons import Reasons, heaviest_words, reasons_of
from onestop.matching.store import Opened
from onestop.matching.words import counted
from onestop.records.models import Patent
from onestop.records.queries import patent_by_number

MAX_TEXT = 50_000
MAX_HITS = 100
MAX_MARKED = 20
LIKED, DISLIKED = 0.75, 0.25
"""What the mean of liked and of disliked documents counts beside the text itself (Rocchio)."""


@dataclass(frozen=True)
class Hit:
    key: int
    number: str
    """For the address: application number, or serial of a publication."""
    title: str
    score: float
    likeness: float
    """Of the words, 0 to 1: the cosine of both texts."""
    reasons: Reasons


@dataclass(frozen=True)
class Similar:
    about: About
    hits: tuple[Hit, ...]
    words: tuple[str, ...]
    """By which the text was compared, the heaviest first."""
    took_ms: float


@dataclass(frozen=True)
class Wanted:
    """A number, or a text: claims, an abstract, a description of an idea."""

    number: str = ""
    text: str = ""
    limit: int = 10
    liked: tuple[str, ...] = ()
    """Numbers of patents of which more is wanted."""
    disliked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """The text that is compared."""

    patent: Patent | None
    title: str
    text: str
    symbols: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        return f"{self.title}\n{self.text}"


def is_ready() -> bool:
    return store.opened() is not None


def similar(wanted: Wanted) -> Similar:
    """Raises UserError: no model, an unknown number, no text."""
    started = time.perf_counter()
    found, source = opened(), _source(wanted)
    marked = [_places(found, numbers) for numbers in (wanted.liked, wanted.disliked)]
    asked = ask(found.model, found.shelf, _query(found, source, *marked))
    ranked = rank(found.model, found.shelf, asked, min(wanted.limit, MAX_HITS))
    hits = _hits(found, source, asked, ranked)
    words = heaviest_words(found.model.vocabulary, source.whole)
    return Similar(found.model.about, hits, words, (time.perf_counter() - started) * 1000)


def opened() -> Opened:
    found = store.opened()
    if found is None:
        raise UserError(
            "similar.no_model",
            _("还没有计算相似模型。"),
            _("数据管理员可运行 onestop similar fit；onestop worker 运行时会自动计算。"),
        )
    return found


def _source(wanted: Wanted) -> Source:
    if wanted.number:
        return source_of(_patent(wanted.number))
    return Source(None, "", checked(wanted.text))


def checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise UserError(
            "similar.no_text", _("没有可比较的文字。"), _("请粘贴摘要、权利要求或技术方案的说明。")
        )
    if len(text) > MAX_TEXT:
        raise UserError(
            "similar.long_text",
            _("文字有 %(length)d 字，最多可比较 %(most)d 字。") % {"length": len(text), "most": MAX_TEXT},
            _("请只留下最能说明技术方案的部分，例如独立权利要求。"),
        )
    return text


def _patent(number: str) -> Patent:
    found = patent_by_number(number)
    if found is None:
        raise UserError(
            "similar.unknown_number",
            _("本站没有号码为“%s”的专利。") % number[:40],
            _("请核对号码，或改为粘贴它的摘要。"),
        )
    return found


def source_of(patent: Patent) -> Source:
    symbols = dict.fromkeys(each.symbol for each in patent.classifications.all())
    return Source(patent, patent.title, patent.abstract, tuple(symbols))


def _places(found: Opened, numbers: Sequence[str]) -> Ints:
    """Of marked patents; one that is not in the model yet says nothing."""
    if len(numbers) > MAX_MARKED:
        raise UserError(
            "similar.many_marks", _("最多可标记 %d 件专利。") % MAX_MARKED, _("请取消一些标记后再试。")
        )
    return found.shelf.place.of([_patent(each).pk for each in numbers])


def _query(found: Opened, source: Source, liked: Ints, disliked: Ints) -> Query:
    """The text, moved towards what is liked and away from what is not; both are known, so not found again."""
    vector = vector_of(found, source.title, source.text)
    own = [found.model.classes.finest(source.symbols)] if source.symbols else []
    if len(liked):
        own.append([int(each) for each in np.unique(found.shelf.finest(liked).indices)])
    itself = found.shelf.place.of([source.patent.pk] if source.patent else [])
    return Query(
        _moved(found, vector, liked, disliked),
        tuple({each for classes in own for each in classes}),
        np.concatenate([itself, liked, disliked]),
    )


def vector_of(found: Opened, title: str, text: str) -> Matrix:
    vector = found.model.vocabulary.vectors([counted(title, text)])
    if not vector.nnz:
        raise UserError(
            "similar.no_known_words",
            _("这段文字里没有可比较的词。"),
            _("请写得具体些：做什么用、由哪些部分组成、怎样工作。"),
        )
    return vector


def _moved(found: Opened, vector: Matrix, liked: Ints, disliked: Ints) -> Matrix:
    moved = vector
    for places, weight in ((liked, LIKED), (disliked, -DISLIKED)):
        if len(places):
            moved = moved + weight * _mean(found, places)
    moved = moved.tocsr()
    is_left = moved.data > 0
    kept = matrix(moved.data[is_left], moved.indices[is_left], [0, int(is_left.sum())], vector.shape[1])
    return normalised(kept) if kept.nnz else vector


def _mean(found: Opened, places: Ints) -> Matrix:
    share = np.full((1, len(places)), 1 / len(places), np.float32)
    dense = np.asarray(share @ found.shelf.vectors(places).toarray(), np.float32).ravel()
    columns = np.flatnonzero(dense)
    return matrix(dense[columns], columns, [0, len(columns)], len(dense))


def _hits(found: Opened, source: Source, asked: Asked, ranked: Ranked) -> tuple[Hit, ...]:
    keys = [int(found.shelf.keys[place]) for place in ranked.places]
    texts = {each.key: each for each in Patents().texts(keys)}
    reasons = reasons_of(found.model, source, asked.likely, [texts.get(key) for key in keys], ranked.cosines)
    numbers = numbers_of(keys)
    return tuple(
        Hit(key, numbers[key], texts[key].title, float(score), float(cosine), why)
        for key, score, cosine, why in zip(keys, ranked.scores, ranked.cosines, reasons, strict=True)
        if key in texts and why
    )


def numbers_of(keys: Sequence[int]) -> dict[int, str]:
    """For the address of each patent."""
    patents = Patent.objects.filter(pk__in=keys).prefetch_related("publications")
    return {
        each.pk: each.application_number or min((one.serial for one in each.publications.all()), default="")
        for each in patents
    }
