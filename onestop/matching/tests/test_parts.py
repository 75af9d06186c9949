"""Words, vocabulary, classes, regression and calibration, each by itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.matching.arrays import from_rows, normalised
from onestop.matching.calibration import FEATURES, Witnesses, learn, probabilities
from onestop.matching.classes import Classes, count_labels, labels_of, levels_of
from onestop.matching.corpus import joined_titles
from onestop.matching.ridge import ALPHA, Examples, mean_weights, solve, with_class_texts
from onestop.matching.vocabulary import Vocabulary
from onestop.matching.words import SPACE, counted, stacked, terms, words

SYMBOLS = ("E21D20/02", "E21D20/00", "E21D21/00", "F21V29/70", "26-05", "A61F")


def test_terms_are_words_characters_and_pairs() -> None:
    assert words("恒阻锚索，LED灯") == words("恒阻錨索,ＬＥＤ灯")
    found = terms("锚索LED")
    assert {"_锚", "_索", "_锚索", "led"} <= set(found)
    assert "_索l" not in found


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_title_counts_twice(title: str, text: str) -> None:
    both, alone, rest = counted(title, text), counted(title), counted("", text)
    assert both == alone + rest
    assert all(count % 2 == 0 for count in alone.values())


def test_common_terms_and_single_ones_do_not_count() -> None:
    texts = [counted("", text) for text in ["锚索支护", "锚索钻孔", *["支护结构"] * 40]]
    frequency = np.bincount(stacked(texts).indices, minlength=SPACE)
    vocabulary = Vocabulary.of(frequency, len(texts))
    assert vocabulary.vectors([counted("", "锚索")]).nnz > 0
    assert vocabulary.vectors([counted("", "支护")]).nnz == 0
    assert vocabulary.vectors([counted("", "钻孔")]).nnz == 0
    assert vocabulary.vectors([]).shape == (0, vocabulary.size)


def test_levels() -> None:
    assert levels_of("E21D20/02") == ("E21D20/02", "E21D20/00", "E21D")
    assert levels_of("E21D20/00") == ("E21D20/00", "E21D")
    assert levels_of("26-05") == ("26-05",)
    assert labels_of(["E21D20/02", "E21D21/00"]) == ["E21D20/02", "E21D20/00", "E21D", "E21D21/00"]


def test_classes_that_are_too_rare_are_known_by_the_one_above() -> None:
    classes = Classes.of(count_labels([["E21D20/02"]] * 3 + [["E21D20/04"]]))
    assert "E21D20/02" in classes.number
    assert "E21D20/04" not in classes.number
    assert [classes.names[each] for each in classes.finest(["E21D20/04"])] == ["E21D20/00"]
    assert classes.names[classes.parent[classes.number["E21D20/02"]]] == "E21D20/00"
    assert classes.names[classes.parent[classes.number["E21D"]]] == "E21D"


@given(st.lists(st.lists(st.sampled_from(SYMBOLS), max_size=3), max_size=12))
def test_the_finest_classes_are_among_the_labels(documents: list[list[str]]) -> None:
    classes = Classes.of(count_labels(documents))
    for symbols in documents:
        assert set(classes.finest(symbols)) <= set(classes.labels(symbols))


def examples(seed: int = 3, count: int = 12) -> Examples:
    rng = np.random.default_rng(seed)
    vectors = normalised(from_rows([sorted(set(rng.integers(0, 9, 4))) for _ in range(count)], 9))
    return Examples(vectors, from_rows([[int(each)] for each in rng.integers(0, 3, count)], 3))


def test_ridge_is_the_ridge_of_the_textbook() -> None:
    given_ = examples()
    x, y = given_.vectors.toarray(), given_.labels.toarray()
    textbook = np.linalg.solve(x.T @ x + ALPHA * np.eye(9), x.T @ y)
    assert mean_weights([(given_, solve(given_).dual)]) == pytest.approx(textbook, abs=1e-3)


def test_chunks_are_averaged() -> None:
    both = [(each, solve(each).dual) for each in (examples(3), examples(4))]
    apart = [mean_weights([each]).astype(float) for each in both]
    assert mean_weights(both) == pytest.approx((apart[0] + apart[1]) / 2, abs=1e-3)


def test_left_out_is_what_a_fit_without_the_document_would_say() -> None:
    given_ = examples()
    said = solve(given_).left_out(np.arange(12), given_.vectors)
    for row in range(12):
        others = [each for each in range(12) if each != row]
        without = Examples(given_.vectors[others], given_.labels[others])
        weights = without.vectors.T @ solve(without).dual
        assert said[row] == pytest.approx(given_.vectors[row].toarray()[0] @ weights, abs=1e-4)


def test_texts_of_classes_count_less_than_documents() -> None:
    both = with_class_texts(examples(), examples(4, 2))
    assert both.vectors.shape[0] == 14
    assert both.labels.toarray()[-1].max() < 1


def test_calibration_learns_what_the_witnesses_are_worth() -> None:
    rng = np.random.default_rng(5)
    truth = rng.random(4000) < 0.3
    features = rng.standard_normal((4000, FEATURES)).astype(np.float32)
    features[:, 0] += 3 * truth
    features[:, -2:] = -1, 1
    weights = learn(features, truth, np.ones(4000, np.float32))
    said = probabilities(features[None], np.broadcast_to(weights, (4000, FEATURES)))[0]
    assert weights[0] > 10 * abs(weights[1:-2]).max()
    assert said.mean() == pytest.approx(truth.mean(), abs=0.02)
    high = (said > 0.8) & (said <= 1)
    assert truth[high].mean() > 0.8


@given(st.floats(-1, 2), st.floats(0, 1))
def test_witnesses_are_finite_whatever_they_say(score: float, votes: float) -> None:
    one = np.array([score, 0.0], np.float32)
    said = Witnesses(one, one, np.array([votes, 0], np.float32), np.array([0.5, 0], np.float32)).features()
    assert said.shape == (2, FEATURES)
    assert np.isfinite(said).all()


def test_titles_of_a_group_are_one_text() -> None:
    entries = [("E21D20/00", "锚杆 安装"), ("E21D20/02", "带灌浆"), ("E21D21/00", "锚杆")]
    assert joined_titles(entries) == {"E21D20/00": "锚杆安装\n带灌浆", "E21D21/00": "锚杆"}
