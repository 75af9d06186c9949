"""`core.bulk.insert` knows no model; it is tried on one of ours."""

from datetime import date

import pytest
from django.db import IntegrityError

from onestop.core.bulk import insert
from onestop.search.models import IndexClock


@pytest.mark.django_db
def test_rows_go_in_and_nothing_is_no_statement() -> None:
    rows = [(f"kind{n}", date(2023, 1, n)) for n in (1, 2)]
    insert(IndexClock, ("document_type", "day"), rows)
    insert(IndexClock, ("document_type", "day"), [])
    assert list(IndexClock.objects.values_list("day", flat=True).order_by("document_type")) == [
        date(2023, 1, 1),
        date(2023, 1, 2),
    ]
    with pytest.raises(IntegrityError):
        insert(IndexClock, ("document_type", "day"), rows[:1])
