"""Damaged and changed samples of each reader; `python -m benchmarks.fuzz_readers` makes as many as one likes."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onestop.ingest.tests import fuzz
from onestop.ingest.tests.forking import xls_in_forks
from onestop.ingest.tests.targets import READERS, Target

SECONDS = 0.6
"""For each reader."""


@pytest.mark.parametrize("reader", READERS)
def test_damaged_and_changed_samples(tmp_path: Path, reader: str) -> None:
    rng, target, started, done = random.Random(1), Target(reader), time.monotonic(), 0
    with xls_in_forks():
        while not done or time.monotonic() - started < SECONDS:
            suffix, each = target.input(rng)
            path = tmp_path / f"input{suffix}"
            path.write_bytes(each.content)
            found = fuzz.seen(path)
            if isinstance(found, fuzz.Seen):
                each.require_nothing_lost(found)
            done += 1


def test_each_reader_has_samples_in_which_a_lost_row_is_seen() -> None:
    uncounted = {
        "epo_ops",
        "gazette_html",
        "query_service",
        "taiwan_graph",
        "trademark_st66",
        "trademark_st96",
    }
    for reader in set(READERS) - uncounted - {"package", "spreadsheet xls"}:
        assert any(sample.before for sample in Target(reader).samples), reader


@pytest.mark.parametrize(
    ("after", "more", "touched"),
    [(["a", "b"], 0, 3), (["a", "x", "y"], 0, 1), (["a", "c", "b"], 0, 1), (["x", "a", "b", "y"], 1, 1)],
)
def test_what_is_lost_is_seen(after: list[str], more: int, touched: int) -> None:
    before = fuzz.Seen("x", ["a", "b", "c"])
    fuzz.require_nothing_lost(before, fuzz.Seen("x", ["a", "x", "c"]), 0, 1)
    fuzz.require_nothing_lost(before, fuzz.Seen("x", ["a", "c"]), -1, 1)
    with pytest.raises(AssertionError):
        fuzz.require_nothing_lost(before, fuzz.Seen("x", after), more, touched)


def test_undamaged_samples_are_read(tmp_path: Path) -> None:
    for path in fuzz.FOLDER.glob("*/samples/*"):
        if path.suffix != ".json":
            (tmp_path / "a").write_bytes(path.read_bytes())
            assert fuzz.attempt(tmp_path / "a") == ""


@pytest.mark.django_db
def test_samples_are_stored_row_by_row(tmp_path: Path) -> None:
    for path in fuzz.FOLDER.glob("*/samples/*"):
        if path.suffix != ".json":
            found = fuzz.seen(path)
            assert isinstance(found, fuzz.Seen)
            fuzz.store(path, sum(map(bool, found.rows)))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                b"<business:PatentDocumentAndRelated>",
                b"<PRSRecord>",
                b"</PRSRecord>",
                b"<a>",
                b"</a>",
                b"x",
                b"\0",
            ]
        )
        | st.binary(max_size=20),
        max_size=30,
    )
)
def test_anything_at_all(tmp_path: Path, pieces: list[bytes]) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"".join(pieces))
    fuzz.attempt(path)
