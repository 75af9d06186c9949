"""A run killed at any moment goes on where it was, and ends like one that was left alone."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from onestop.ingest.tests import make
from onestop.ingest.tests.killing import places

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
    return make.big_package(tmp_path / "week.zip", ROWS, with_tables=True)


@pytest.mark.parametrize("write", [table, package])
def test_killed_runs_end_like_an_undisturbed_one(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    """The database as the tests use it: SQLite, or PostgreSQL where they run on that."""
    source = write(tmp_path)
    rng = random.Random(20260101)
    with places(tmp_path, os.environ.get("ONESTOP_DATABASE_URL", "")) as (undisturbed, disturbed):
        undisturbed.run("import", BATCH, source)
        disturbed.kill_within(source, BATCH, rng.uniform(0.5, 1.5))
        positions = [disturbed.kill_at(source, BATCH, target, rng) for target in (300, 1500)]
        disturbed.kill_in_the_outbox(source, BATCH, rng)
        disturbed.run("import", BATCH, source)
        expected, found = undisturbed.stored(), disturbed.stored()

    assert 0 < positions[0] < positions[-1] < ROWS, "each time it had come further, and was not over"
    for name, content in expected.items():
        assert found[name] == content, name
    assert not found["jobs"]
    assert len(found["documents"]) == len(found["patents"]) > ROWS / 2
    ((state, _reached, read, *outcomes, _repaired, _blank),) = found["runs"]
    assert (state, int(read)) == ("done", sum(map(int, outcomes)))
