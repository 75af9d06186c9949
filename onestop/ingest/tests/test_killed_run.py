"""A run killed at any moment goes on where it was, and ends like one that was left alone."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from onestop.ingest.tests import make
from onestop.ingest.tests.killing import kill_at, prepare, start, stored

ROWS = 3_000
BATCH = 100


def table(tmp_path: Path) -> Path:
    """New patents, repetitions, rejected, repaired and blank rows, all over the file."""
    rows = make.rows(ROWS)
    for index in range(0, ROWS, 17):
        rows[index] = rows[index // 2]
    for index in range(5, ROWS, 101):
        rows[index] = ("错号", "CN202310000001.1", "甲", "", "", "")
    for index in range(6, ROWS, 203):
        rows[index] = ("",) * 6
    for index in range(7, ROWS, 307):
        rows[index] = (*rows[index][:4], "E21D20/02 全部", "")
    return make.csv_file(tmp_path, rows)


def package(tmp_path: Path) -> Path:
    return make.big_package(tmp_path / "week.zip", ROWS)


@pytest.mark.parametrize("write", [table, package])
def test_killed_runs_end_like_an_undisturbed_one(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    source = write(tmp_path)
    undisturbed, disturbed = prepare(tmp_path)
    assert start(undisturbed, BATCH, source).wait() == 0

    rng = random.Random(20260101)
    positions = [kill_at(disturbed, source, BATCH, target, rng) for target in (300, 1000, 1900)]
    assert positions == sorted(set(positions)), "each time it had come further"
    assert 0 < positions[0] < positions[-1] < ROWS, "the run was over before it could be killed"
    assert start(disturbed, BATCH, source).wait() == 0

    assert stored(disturbed) == stored(undisturbed)
    ((state, _reached, read, created, updated, unchanged, rejected, *_rest),) = stored(disturbed)["runs"]
    assert (state, read) == ("done", created + updated + unchanged + rejected)
    assert created > ROWS / 2
