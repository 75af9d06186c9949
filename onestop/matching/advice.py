"""The class adviser: which classes of the IPC a text belongs to, as the corpus has it."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.matching.arrays import Floats, Ints
from onestop.matching.classes import LEVELS
from onestop.matching.corpus import Patents
from onestop.matching.model import About
from onestop.matching.queries import MAX_HITS, checked, numbers_of, opened, vector_of
from onestop.matching.ranking import Query, ask
from onestop.matching.store import Opened
from onestop.reference.ipc import IpcLevel, class_titles, level_of

EXAMPLES = 2
SUBCLASSES, GROUPS = 5, 8
FIRST_ONLY_IN_CPC = 2000
"""Main groups from this number on are the CPC's own, for additional information."""


@dataclass(frozen=True)
class Example:
    number: str
    title: str


@dataclass(frozen=True)
class LikelyClass:
    symbol: str
    level: str
    """subclass, main_group, subgroup."""
    title: str
    share: float
    """How sure the model is, 0 to 1."""
    documents: int
    """Of the corpus, in this class when the model was fitted."""
    examples: tuple[Example, ...]
    """The nearest documents in the class."""


@dataclass(frozen=True)
class Advice:
    about: About
    subclasses: tuple[LikelyClass, ...]
    groups: tuple[LikelyClass, ...]


def classes_of(text: str) -> Advice:
    """Raises UserError: no model, no text, no classes in the corpus."""
    found = opened()
    if not found.model.knows_classes:
        raise UserError(
            "classes.none_known",
            _("本站的专利带分类号的太少，无法推荐分类。"),
            _("导入带 IPC 分类号的专利后，重新运行 onestop similar fit。"),
        )
    vector = vector_of(found, "", checked(text))
    asked = ask(found.model, found.shelf, Query(vector))
    near, _cosines = found.shelf.nearest(vector, asked.touched, MAX_HITS)
    chosen = [
        _best(found, asked.likely, {IpcLevel.SUBCLASS}, SUBCLASSES),
        _best(found, asked.likely, {IpcLevel.MAIN_GROUP, IpcLevel.SUBGROUP}, GROUPS),
    ]
    subclasses, groups = _described(found, asked.likely, near, chosen)
    return Advice(found.model.about, subclasses, groups)


def _best(found: Opened, likely: Floats, levels: set[IpcLevel], count: int) -> list[int]:
    names = found.model.classes.names
    order = np.argsort(-likely, kind="stable")
    wanted = (int(each) for each in order if LEVELS[found.model.classes.level[each]] in levels)
    usable = [each for _, each in zip(range(10 * count), wanted, strict=False) if _is_of_ipc(names[each])]
    return usable[:count]


def _is_of_ipc(symbol: str) -> bool:
    group = symbol[4:].partition("/")[0]
    return level_of(symbol) is not None and (not group or int(group) < FIRST_ONLY_IN_CPC)


def _described(
    found: Opened, likely: Floats, near: Ints, chosen: list[list[int]]
) -> list[tuple[LikelyClass, ...]]:
    examples = _examples(found, near, [each for classes in chosen for each in classes])
    names = found.model.classes.names
    titles = class_titles({names[each] for classes in chosen for each in classes})
    return [
        tuple(
            LikelyClass(
                symbol=names[each],
                level=LEVELS[found.model.classes.level[each]].value,
                title=titles[names[each]],
                share=round(float(likely[each]), 4),
                documents=int(found.model.classes.documents[each]),
                examples=examples[each],
            )
            for each in classes
        )
        for classes in chosen
    ]


def _examples(found: Opened, near: Ints, classes: list[int]) -> dict[int, tuple[Example, ...]]:
    labels = found.shelf.labels(near).tocsc()
    rows = {each: np.sort(labels[:, [each]].indices)[:EXAMPLES] for each in classes}
    keys = {each: [int(found.shelf.keys[near[row]]) for row in rows[each]] for each in classes}
    every = sorted({key for found_keys in keys.values() for key in found_keys})
    titles = {each.key: each.title for each in Patents().texts(every)}
    numbers = numbers_of(every)
    return {
        each: tuple(Example(numbers[key], titles[key]) for key in keys[each] if key in titles)
        for each in classes
    }
