"""`core.bulk.insert` knows no model; it is tried on one of ours."""

from datetime import date

import pytest
from django.db import IntegrityError

from onestop.core.bulk import insert
from onestop.records.models import InternationalApplication


@pytest.mark.django_db
def test_rows_go_in_and_nothing_is_no_statement() -> None:
    columns = ("number", "title", "applicant", "filed_on", "region", "is_demonstration")
    rows = [(f"PCT/CN2023/{n:06d}", "t", "甲", date(2023, 1, n), "", False) for n in (1, 2)]
    insert(InternationalApplication, columns, rows)
    insert(InternationalApplication, columns, [])
    assert list(InternationalApplication.objects.values_list("filed_on", flat=True).order_by("number")) == [
        date(2023, 1, 1),
        date(2023, 1, 2),
    ]
    with pytest.raises(IntegrityError):
        insert(InternationalApplication, columns, rows[:1])
