"""A model of a made corpus: fitted, asked, kept up. Nothing here is about time."""

from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.matching import services, store
from onestop.matching.arrays import Matrix, largest
from onestop.matching.corpus import Text
from onestop.matching.model import Model
from onestop.matching.ranking import NEAR_COPY, Query, ask, rank, with_nearest
from onestop.matching.services import fit, refresh, waiting
from onestop.matching.shelf import Shelf
from onestop.matching.store import Opened
from onestop.matching.tests.made import FIELDS, Made, made_text, made_texts
from onestop.matching.words import counted


def opened() -> Opened:
    found = store.opened()
    assert found
    return found


def vector(text: Text) -> Matrix:
    return opened().model.vocabulary.vectors([counted(text.title, text.abstract)])


def found_for(text: Text, limit: int = 10) -> list[int]:
    """Keys of what is like a text that is not itself in the corpus."""
    now = opened()
    asked = ask(now.model, now.shelf, Query(vector(text)))
    return [int(now.shelf.keys[place]) for place in rank(now.model, now.shelf, asked, limit).places]


@pytest.fixture(params=[True, False], ids=["classes", "no classes"])
def corpus(request: pytest.FixtureRequest) -> Made:
    return Made(made_texts(90, bear_classes=request.param))


def test_what_is_like_a_text_is_of_its_field(corpus: Made) -> None:
    fit(corpus=corpus)
    for number, symbol in enumerate(FIELDS):
        text = made_text(9000 + number, symbol)
        fields = {key % 3 for key in found_for(text)}
        assert fields == {number}


def test_a_near_copy_stands_first(corpus: Made) -> None:
    original = corpus.by_key[40]
    fit(corpus=corpus)
    copy = replace(original, key=9001, title=original.title.replace("装置", "设备"))
    assert found_for(copy)[0] == 40
    now = opened()
    asked = ask(now.model, now.shelf, Query(vector(copy)))
    assert rank(now.model, now.shelf, asked, 1).cosines[0] > NEAR_COPY


def test_a_twin_that_is_classed_elsewhere_is_among_the_first_five() -> None:
    """Documents 3, 6, 9 … are of one field; the twin of one of them bears the class of another field."""
    texts = made_texts(90)
    twin = replace(texts[29], key=500, abstract=made_text(501, "F21V29/70").abstract, symbols=("F21V29/70",))
    fit(corpus=Made([*texts, twin]))
    now = opened()
    own = tuple(now.model.classes.finest(texts[29].symbols))
    query = Query(vector(texts[29]), own, now.shelf.place.of([30]))
    ranked = rank(now.model, now.shelf, ask(now.model, now.shelf, query), 10)
    keys = [int(now.shelf.keys[place]) for place in ranked.places]
    nearest = keys[int(np.argmax(ranked.cosines))]
    assert len(set(keys)) == 10
    assert nearest in keys[:5]


@given(st.lists(st.floats(0, 1, width=32), min_size=5, max_size=30), st.integers(5, 12), st.randoms())
def test_the_two_nearest_come_early_the_others_keep_their_order(
    cosines: list[float], limit: int, rng: Random
) -> None:
    order = list(range(len(cosines)))
    rng.shuffle(order)
    best, near = order[:limit], [int(each) for each in largest(np.array(cosines, np.float32), 2)]
    found = [int(each) for each in with_nearest(np.array(best), np.array(cosines, np.float32))]
    assert len(set(found)) == len(found) == len(best)
    assert set(near) <= set(found[:5])
    others = [each for each in found if each not in near]
    assert others == [each for each in best if each not in near][: len(others)]


def test_the_same_corpus_gives_the_same_model() -> None:
    def fitted() -> tuple[Model, Shelf]:
        fit(corpus=Made(made_texts(60)))
        return opened().model, opened().shelf

    first, again = fitted(), fitted()
    for name in ("weights", "judgement", "directions"):
        assert np.array_equal(getattr(first[0], name), getattr(again[0], name)), name
    assert np.array_equal(first[1].segments[0].vectors.data, again[1].segments[0].vectors.data)


def test_classes_of_a_text() -> None:
    fit(corpus=Made(made_texts(90)))
    now = opened()
    for symbol in FIELDS:
        likely = ask(now.model, now.shelf, Query(vector(made_text(9100, symbol)))).likely
        order = [now.model.classes.names[each] for each in np.argsort(-likely)]
        assert next(each for each in order if len(each) == 4) == symbol[:4]
        assert 0 <= likely.min() <= likely.max() <= 1


def test_titles_of_classes_teach_what_documents_do_not() -> None:
    """Nothing in the corpus tells of the pump; the classification does."""
    texts = [replace(each, abstract=each.abstract.replace("水泵", "水管")) for each in made_texts(90)]
    asked_for = Text(9001, 1, "扬程叶轮蜗壳", "扬程叶轮蜗壳", ())
    shares = []
    for class_texts in ({}, {"A01G25/00": "扬程 叶轮 蜗壳 灌溉" * 3, "E21D20/00": "叶轮"}):
        fit(
            corpus=Made(
                [*texts, Text(500, 1, "扬程叶轮蜗壳", "", ()), Text(501, 1, "扬程叶轮蜗壳", "", ())],
                class_texts,
            )
        )
        now = opened()
        shares.append(
            ask(now.model, now.shelf, Query(vector(asked_for))).likely[now.model.classes.number["A01G"]]
        )
    assert shares[1] > shares[0]


def test_too_few_classified_documents_say_nothing_of_classes() -> None:
    fit(corpus=Made(made_texts(12)))
    assert not opened().model.knows_classes
    assert found_for(made_text(9000, "E21D20/02"))


@pytest.mark.parametrize("count", [0, 1, 2])
def test_hardly_any_corpus(count: int) -> None:
    done = fit(corpus=Made(made_texts(count)))
    assert done.documents == count
    assert len(found_for(made_text(9000, "E21D20/02"))) <= count


def test_nothing_to_make_a_model_of() -> None:
    assert refresh(corpus=Made([])).what == "unchanged"
    assert store.opened() is None
    assert refresh(corpus=Made(made_texts(5))).what == "fitted"


def test_without_a_model() -> None:
    assert store.opened() is None
    assert waiting(Made(made_texts(3))) == 3


class TestRefresh:
    @pytest.fixture(autouse=True)
    def corpus(self) -> Made:
        made = Made(made_texts(60))
        fit(corpus=made)
        return made

    def test_nothing_new(self, corpus: Made) -> None:
        before = opened()
        assert refresh(corpus=corpus).what == "unchanged"
        assert opened() is before

    def test_what_is_new_is_found(self, corpus: Made) -> None:
        new = made_text(700, "E21D20/02")
        corpus.by_key[700] = new
        assert waiting(corpus) == 1
        done = refresh(corpus=corpus)
        assert (done.what, done.added, done.removed, done.documents) == ("refreshed", 1, 0, 61)
        assert found_for(new)[0] == 700
        assert waiting(corpus) == 0

    def test_what_changed_is_found_by_its_new_text_only(self, corpus: Made) -> None:
        """Document 40 was about lamps."""
        corpus.by_key[40] = replace(made_text(702, "A01G25/02"), key=40, version=2)
        refresh(corpus=corpus)
        assert found_for(corpus.by_key[40])[0] == 40
        assert 40 not in found_for(made_text(40, list(FIELDS)[40 % 3]), 60)[:5]
        assert int((opened().shelf.keys[opened().shelf.alive] == 40).sum()) == 1

    def test_what_was_deleted_is_not_found(self, corpus: Made) -> None:
        gone = corpus.by_key.pop(40)
        done = refresh(corpus=corpus)
        assert (done.added, done.removed, done.documents) == (0, 1, 59)
        assert 40 not in found_for(gone, 60)

    def test_deleted_and_brought_back(self, corpus: Made) -> None:
        text = corpus.by_key.pop(40)
        refresh(corpus=corpus)
        corpus.by_key[40] = text
        refresh(corpus=corpus)
        assert found_for(text)[0] == 40

    def test_much_that_is_new_makes_a_new_model(self, corpus: Made) -> None:
        version = opened().folder
        for key in range(100, 130):
            corpus.by_key[key] = made_text(key, "F21V29/70")
        assert refresh(corpus=corpus).what == "fitted"
        assert opened().folder != version
        assert not version.exists()

    def test_many_small_additions_are_joined(self, corpus: Made) -> None:
        for key in range(200, 200 + services.SMALL_SEGMENTS):
            corpus.by_key[key] = made_text(key, "F21V29/70")
            corpus.by_key.pop(key - 170)
            refresh(corpus=corpus)
        assert len(opened().shelf.segments) < services.SMALL_SEGMENTS
        assert waiting(corpus) == 0
        assert sorted(opened().shelf.keys[opened().shelf.alive]) == sorted(corpus.by_key)
        assert found_for(corpus.by_key[203])[0] == 203
        folders = {each.name for each in (opened().folder / "segments").iterdir()}
        assert folders == set(opened().names)

    def test_an_interrupted_fit_changes_nothing(self, corpus: Made, monkeypatch: pytest.MonkeyPatch) -> None:
        before = opened()

        def broken(*_arguments: object) -> None:
            raise OSError("disk full")

        with monkeypatch.context() as patched:
            patched.setattr(Model, "save", broken)
            with pytest.raises(OSError, match="disk full"):
                fit(corpus=corpus)
        assert opened() is before
        fit(corpus=corpus)
        assert len([each for each in store.home().iterdir() if each.is_dir()]) == 1

    def test_one_writer_at_a_time(self, corpus: Made) -> None:
        with store.writing(wait=True), pytest.raises(UserError) as error:
            refresh(corpus=corpus)
        assert error.value.code == "similar.busy"

    def test_a_model_of_another_program_is_not_used(self, corpus: Made) -> None:
        path: Path = opened().folder / "model.json"
        path.write_text(path.read_text().replace('"format": 1', '"format": 0'))
        assert store.opened() is None
        assert refresh(corpus=corpus).what == "fitted"


def test_places_beyond_one_segment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same answers, however the corpus is cut."""
    corpus = Made(made_texts(90))
    fit(corpus=corpus)
    texts = [made_text(9000 + number, symbol) for number, symbol in enumerate(FIELDS)]
    whole = [found_for(each) for each in texts]
    monkeypatch.setattr("onestop.matching.fitting.MAX_DOCUMENTS", 25)
    fit(corpus=corpus)
    assert len(opened().shelf.segments) == 4
    assert [found_for(each) for each in texts] == whole
