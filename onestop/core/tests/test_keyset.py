"""Paging by key, over the audit log as it is there: every row once, in order, whatever is added meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from onestop.core.keyset import page
from onestop.core.models import AuditEntry

START = datetime(2026, 1, 1, tzinfo=UTC)


def add(hours: int) -> AuditEntry:
    return AuditEntry.objects.create(
        at=START + timedelta(hours=hours), actor="王", action="x", object_label="甲"
    )


def walk(order: str, size: int) -> list[int]:
    seen: list[int] = []
    after = ""
    while True:
        found = page(AuditEntry.objects.all(), order, after, size)
        assert found.is_first == (after == "")
        seen += [row.pk for row in found.rows]
        if found.after is None:
            return seen
        after = str(found.after)


class Walking(TestCase):
    @settings(deadline=None, max_examples=50)
    @given(st.lists(st.integers(0, 3), max_size=9), st.integers(1, 4), st.sampled_from(["at", "-at"]))
    def test_every_row_once_and_in_order(self, hours: list[int], size: int, order: str) -> None:
        entries = [add(hour) for hour in hours]
        key = [entry.pk for entry in sorted(entries, key=lambda entry: (entry.at, entry.pk))]
        assert walk(order, size) == (key[::-1] if order == "-at" else key)


@pytest.mark.django_db
def test_what_is_added_before_does_not_shift_the_next_page() -> None:
    first, second, third = add(1), add(2), add(3)
    found = page(AuditEntry.objects.all(), "-at", "", 2)
    assert found.rows == (third, second)
    add(9)
    assert page(AuditEntry.objects.all(), "-at", str(found.after), 2).rows == (first,)


@pytest.mark.django_db
@pytest.mark.parametrize("after", ["x", "-1", "９", "999", "9" * 40, "1 or 1"])
def test_what_is_no_key_starts_at_the_beginning(after: str) -> None:
    entry = add(1)
    found = page(AuditEntry.objects.all(), "at", after, 2)
    assert (found.rows, found.after, found.is_first) == ((entry,), None, True)
