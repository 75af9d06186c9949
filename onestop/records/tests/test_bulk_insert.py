"""`core.bulk` knows no model; it is tried on two of ours."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from onestop.core.bulk import insert, new_keys, update
from onestop.search.models import IndexClock, IndexJob


@pytest.mark.django_db
def test_rows_go_in_and_nothing_is_no_statement() -> None:
    rows = [(f"kind{n}", date(2023, 1, n)) for n in (1, 2)]
    insert(IndexClock, ("document_type", "day"), rows)
    insert(IndexClock, ("document_type", "day"), [])
    assert list(IndexClock.objects.values_list("day", flat=True).order_by("document_type")) == [
        date(2023, 1, 1),
        date(2023, 1, 2),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(IndexClock, ("document_type", "day"), rows[:1])
    with pytest.raises(ValueError, match="2 columns, 1 values"):
        insert(IndexClock, ("document_type", "day"), [("kind3",)])


@pytest.mark.django_db
def test_rows_change_by_their_key() -> None:
    days = [date(2023, 1, n) for n in (1, 2, 3)]
    insert(IndexClock, ("document_type", "day"), [(f"kind{day.day}", day) for day in days])
    update(IndexClock, ["day"], [(date(2024, 1, 1), "kind1"), (date(2024, 1, 2), "kind3")])
    assert dict(IndexClock.objects.values_list("document_type", "day")) == {
        "kind1": date(2024, 1, 1),
        "kind2": days[1],
        "kind3": date(2024, 1, 2),
    }


@pytest.mark.django_db
def test_nobody_else_gets_a_key_that_was_given() -> None:
    def job() -> int:
        return IndexJob.objects.create(document_type="kind", key=1).pk

    first = job()
    keys = new_keys(IndexJob, 3)
    assert len(set(keys)) == 3
    assert min(keys) > first
    insert(
        IndexJob,
        ("id", "document_type", "key", "created_at"),
        [(key, "kind", 2, timezone.now()) for key in keys],
    )
    IndexJob.objects.filter(pk__in=keys).delete()
    assert job() > max(keys), "not even after they are gone"
