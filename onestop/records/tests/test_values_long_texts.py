"""A file may hold anything: no text, however long, may keep a cleaner busy."""

from collections.abc import Callable
from contextlib import suppress
from time import process_time

import pytest

from onestop.core.errors import UserError
from onestop.records.numbers import identify
from onestop.records.values import (
    amounts,
    application_number,
    cells,
    dates,
    ipc,
    locarno,
    names,
    nice,
    pct_number,
    publication_number,
    trademark_number,
    uscc,
)

CLEANERS: tuple[Callable[[str], object], ...] = (
    application_number.clean,
    publication_number.clean,
    pct_number.clean,
    uscc.clean,
    ipc.clean,
    ipc.clean_query,
    ipc.parse_many,
    locarno.clean,
    locarno.parse_many,
    amounts.clean,
    amounts.unit_of,
    dates.clean,
    dates.bounds,
    names.clean,
    names.split,
    cells.clean,
    cells.escape,
    nice.clean,
    nice.clean_group,
    nice.parse_many,
    trademark_number.clean,
    trademark_number.clean_foreign,
    identify,
)
PIECES = (
    ".",
    "1",
    "9",
    "号",
    " ",
    "王 ",
    "王  ",
    "(",
    ")",
    "(甲",
    "《甲，",
    '"',
    '=""',
    "'\n",
    "' ",
    "A01B1/0 ",
    "2016 ",
    "-",
    "0",
    "；",
    "1万",
    "零",
    "商标",
    "类",
)
SECONDS = 2  # a linear cleaner needs some hundredths, a quadratic one ten seconds and more


@pytest.mark.parametrize(
    "clean", CLEANERS, ids=lambda clean: f"{clean.__module__.rpartition('.')[2]}.{clean.__name__}"
)
def test_time_grows_no_faster_than_the_text(clean: Callable[[str], object]) -> None:
    for piece in PIECES:
        start = process_time()
        for text in (piece * 20_000, f"2016{piece * 20_000}=", f"王{piece * 20_000}王"):
            with suppress(UserError):
                clean(text)
        assert process_time() - start < SECONDS, piece
