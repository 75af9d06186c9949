"""Some thousand damaged samples in a few seconds; `python -m benchmarks.fuzz_readers` makes as many as one likes."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onestop.ingest.tests import fuzz

COUNT, SECONDS = 3_000, 6


@pytest.mark.parametrize("seed", range(2))
def test_damaged_samples(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    contents = fuzz.samples()
    texts = [content for name, content in contents.items() if name.endswith(".xml")]
    path, names, started, done = tmp_path / "a", list(contents), time.monotonic(), 0
    while done < COUNT and time.monotonic() - started < SECONDS:
        name = rng.choice(names)
        whole = rng.random() < 0.1
        path.write_bytes(
            fuzz.repacked(texts, rng) if whole else fuzz.damaged(contents[name], list(contents.values()), rng)
        )
        fuzz.attempt(path)
        done += 1
    assert done > 30


def test_undamaged_samples_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a"
    for content in fuzz.samples(with_xls=True).values():
        path.write_bytes(content)
        assert fuzz.attempt(path) == ""


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
