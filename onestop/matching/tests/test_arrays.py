"""The small tools, against plain Python."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.matching.arrays import (
    Matrix,
    from_rows,
    heaviest,
    largest,
    load_matrix,
    matrix,
    normalised,
    packed,
    save_matrix,
    unpacked,
)

WIDTH = 12
rows = st.lists(
    st.dictionaries(st.integers(0, WIDTH - 1), st.floats(1 / 64, 1, width=32), max_size=8), min_size=1
)


def sparse(found: list[dict[int, float]]) -> Matrix:
    values = [value for row in found for value in row.values()]
    columns = [column for row in found for column in row]
    return matrix(np.array(values, np.float32), columns, np.cumsum([0, *map(len, found)]), WIDTH)


@given(rows)
def test_rows_are_of_length_one_or_empty(found: list[dict[int, float]]) -> None:
    lengths = np.linalg.norm(normalised(sparse(found)).toarray(), axis=1)
    assert lengths == pytest.approx([1.0 if row else 0.0 for row in found], abs=1e-5)


@given(rows, st.integers(1, 5))
def test_the_heaviest_of_each_row(found: list[dict[int, float]], count: int) -> None:
    kept = heaviest(sparse(found), count)
    for number, row in enumerate(found):
        mine = kept[number]
        assert sorted(mine.data) == sorted(np.float32(value) for value in row.values())[-count:]
        assert all(row[column] == value for column, value in zip(mine.indices, mine.data, strict=True))


@given(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=40), st.integers(1, 50))
def test_the_largest_come_in_order(scores: list[float], count: int) -> None:
    found = largest(np.array(scores, np.float32), count)
    values = [np.float32(scores[place]) for place in found]
    assert values == sorted((np.float32(each) for each in scores), reverse=True)[:count]
    assert len(set(found)) == len(found)


def test_equal_scores_keep_their_order() -> None:
    assert list(largest(np.array([0, 1, 1, 1], np.float32), 3)) == [1, 2, 3]


@given(rows)
def test_packing_loses_next_to_nothing(found: list[dict[int, float]]) -> None:
    whole = sparse(found)
    assert np.abs((unpacked(packed(whole)) - whole).toarray()).max() < 1e-4


@pytest.mark.parametrize("found", [[{1: 0.5, 3: 0.25}, {}], [{}], []])
def test_saved_and_loaded(found: list[dict[int, float]], tmp_path: Path) -> None:
    """An empty one too, which can't be mapped."""
    save_matrix(tmp_path, "made", sparse(found))
    loaded = load_matrix(tmp_path, "made")
    assert loaded.shape == (len(found), WIDTH)
    assert (loaded.toarray() == sparse(found).toarray()).all()


def test_ones_in_these_columns() -> None:
    assert from_rows([[2, 0], []], 3).toarray().tolist() == [[1, 0, 1], [0, 0, 0]]
