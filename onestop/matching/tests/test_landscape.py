"""Maps of topics: groups, the plane, the names. Nothing here is about time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from onestop.core.errors import UserError
from onestop.matching import landscape as maps
from onestop.matching import topics
from onestop.matching.arrays import Floats, unit
from onestop.matching.corpus import Patents, Text
from onestop.matching.landscape import landscape, suitable
from onestop.matching.services import fit
from onestop.matching.tests.made import FIELDS, Made, made_texts

any_vectors = arrays.arrays(
    np.float32, st.tuples(st.integers(0, 40), st.integers(1, 6)), elements=st.floats(-1, 1, width=16)
).map(unit)


def three_heaps(size: int) -> Floats:
    """Each about a direction of its own."""
    random = np.random.default_rng(1)
    noise = random.normal(0, 0.05, (3 * size, 8))
    return unit(np.asarray(np.repeat(np.eye(3, 8), size, axis=0) + noise, np.float32))


@given(any_vectors, st.integers(1, 8))
def test_every_row_has_a_group_and_the_largest_comes_first(vectors: Floats, count: int) -> None:
    groups = topics.group(vectors, count)
    sizes = np.bincount(groups) if len(groups) else np.empty(0)
    assert len(groups) == len(vectors)
    assert len(sizes) <= count
    assert (sizes > 0).all()
    assert list(sizes) == sorted(sizes, reverse=True)


@given(any_vectors)
@settings(max_examples=30)
def test_every_place_is_on_the_map_and_the_same_again(vectors: Floats) -> None:
    places = topics.plane(vectors)
    assert places.shape == (len(vectors), 2)
    assert ((places >= 0) & (places <= 1)).all()
    assert (places == topics.plane(vectors)).all()


def test_heaps_are_told_apart_and_lie_apart() -> None:
    vectors = three_heaps(20)
    groups, places = topics.group(vectors, 3), topics.plane(vectors)
    heaps = [groups[start : start + 20] for start in (0, 20, 40)]
    assert all(len(set(heap)) == 1 for heap in heaps)
    assert len({int(heap[0]) for heap in heaps}) == 3
    middles = [places[start : start + 20].mean(axis=0) for start in (0, 20, 40)]
    for number, start in enumerate((0, 20, 40)):
        own = np.linalg.norm(places[start : start + 20] - middles[number], axis=1).mean()
        others = min(
            np.linalg.norm(middles[number] - middles[other]) for other in range(3) if other != number
        )
        assert own < others


@pytest.mark.parametrize(("patents", "topics"), [(0, 2), (40, 2), (250, 5), (1_000, 10), (9_999, 10)])
def test_how_many_topics(patents: int, topics: int) -> None:
    assert suitable(patents) == topics


class TestOfAModel:
    @pytest.fixture(autouse=True)
    def _fitted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        corpus = Made(made_texts(90))
        fit(corpus=corpus)
        monkeypatch.setattr(Patents, "texts", lambda self, keys=None: corpus.texts(keys))

    def test_topics_are_the_fields_and_bear_their_words(self) -> None:
        found = landscape(range(1, 91), 3)
        symbols = list(FIELDS)
        for number, topic in enumerate(found.topics):
            fields = {each.key % 3 for each in found.points if each.topic == number}
            assert len(fields) == 1
            symbol = symbols[fields.pop()]
            assert topic.classes == ((symbol[:4], 30),)
            assert topic.words
            assert all(word in "".join(FIELDS[symbol].split()) for word in topic.words)

    def test_what_the_model_does_not_know_is_counted(self) -> None:
        found = landscape([*range(1, 31), 9_001, 9_002])
        assert (len(found.points), found.unknown) == (30, 2)

    def test_of_nothing(self) -> None:
        found = landscape([])
        assert (found.topics, found.points) == ((), ())


def test_without_model() -> None:
    with pytest.raises(UserError, match="相似模型"):
        landscape([1, 2])


def test_set_words_name_no_topic() -> None:
    texts = [Text(key, 1, "一种智能灌溉装置及其方法", "", ()) for key in range(3)]
    others = [Text(key, 1, "一种智能路灯装置及其方法", "", ()) for key in range(3, 6)]
    assert maps._names([texts, others]) == [("灌溉",), ("路灯",)]
