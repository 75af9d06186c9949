"""The verbs: fit a model, and keep it up with the records."""

from collections.abc import Callable
from dataclasses import dataclass
from heapq import merge
from itertools import groupby

import numpy as np
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.matching import fitting, store
from onestop.matching.arrays import Ints
from onestop.matching.corpus import Corpus, Patents
from onestop.matching.segment import MAX_DOCUMENTS, Segment, joined, make_segment
from onestop.matching.shelf import Shelf
from onestop.matching.store import Opened

REFIT_SHARE = 0.2
"""So large a share of new and changed records means that the model itself is out of date."""
SMALL_SEGMENTS = 8
"""So many additions are joined to one."""
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Done:
    what: str
    """fitted, refreshed, unchanged."""
    added: int
    """Records that are new, or changed."""
    removed: int
    documents: int
    version: str


def fit(progress: Progress = lambda done: None, corpus: Corpus | None = None) -> Done:
    """A new model of all that is loaded, beside the one in use, then swapped in."""
    with store.writing(wait=False) as is_writer:
        _require(is_writer)
        return _fit(progress, corpus or Patents())


def refresh(progress: Progress = lambda done: None, corpus: Corpus | None = None) -> Done:
    """Vectors of new and changed records, without a new model; a new model where too much is new."""
    with store.writing(wait=False) as is_writer:
        _require(is_writer)
        found, texts = store.opened(), corpus or Patents()
        if found is None:
            is_empty = next(texts.versions(), None) is None
            return Done("unchanged", 0, 0, 0, "") if is_empty else _fit(progress, texts)
        return _refresh(found, texts, progress)


def _require(is_writer: bool) -> None:
    if not is_writer:
        raise UserError(
            "similar.busy", _("另一个进程正在计算相似模型。"), _("请等它完成；它完成前，原有模型照常使用。")
        )


def _fit(progress: Progress, corpus: Corpus) -> Done:
    folder = store.new_folder()
    model = fitting.fit(corpus, folder, progress)
    store.switch(folder)
    return Done("fitted", model.about.documents, 0, model.about.documents, model.about.version)


def _refresh(found: Opened, corpus: Corpus, progress: Progress) -> Done:
    changed, gone = _differences(corpus, found.shelf)
    total = int(found.shelf.alive.sum())
    if len(changed) > REFIT_SHARE * max(found.model.about.documents, 1):
        return _fit(progress, corpus)
    version = found.model.about.version
    if not changed and not gone:
        return Done("unchanged", 0, 0, total, version)
    for texts in fitting.chunks(corpus.texts(changed), MAX_DOCUMENTS):
        found = _add(found, make_segment(found.model, texts))
        progress(len(texts))
    if gone:
        found = _add(found, make_segment(found.model, [], gone))
    _tidy(found)
    return Done("refreshed", len(changed), len(gone), int(found.shelf.alive.sum()), version)


def _add(found: Opened, segment: Segment) -> Opened:
    store.add_segment(found, segment)
    return _reopened()


def _reopened() -> Opened:
    found = store.opened()
    assert found
    return found


def _differences(corpus: Corpus, shelf: Shelf) -> tuple[list[int], list[int]]:
    """Keys that are new or changed, and keys that are gone. Both sides are read in key order."""
    rows = shelf.place.places
    known = ((int(shelf.keys[row]), 1, int(shelf.versions[row])) for row in rows)
    held = ((key, 0, version) for key, version in corpus.versions())
    changed, gone = [], []
    for key, group in groupby(merge(held, known), key=lambda item: item[0]):
        sides = {side: version for _key, side, version in group}
        if 0 not in sides:
            gone.append(key)
        elif sides.get(1) != sides[0]:
            changed.append(key)
    return changed, gone


def _tidy(found: Opened) -> None:
    """Join the small additions of many refreshes."""
    small = [number for number, each in enumerate(found.shelf.segments) if len(each) < MAX_DOCUMENTS // 10][
        1:
    ]
    if len(small) < SMALL_SEGMENTS or small[-1] - small[0] != len(small) - 1:
        return
    segments = [found.shelf.segments[number] for number in small]
    alive = [_living(found.shelf, number) for number in small]
    store.add_segment(found, joined(segments, alive), [found.names[number] for number in small])


def _living(shelf: Shelf, number: int) -> Ints:
    start, end = shelf.starts[number], shelf.starts[number + 1]
    return np.asarray(np.flatnonzero(shelf.alive[start:end]), np.int64)


def waiting(corpus: Corpus | None = None) -> int:
    """How many records the model has yet to take; all of them where there is no model."""
    found, texts = store.opened(), corpus or Patents()
    if found is None:
        return sum(1 for _ in texts.versions())
    changed, gone = _differences(texts, found.shelf)
    return len(changed) + len(gone)
