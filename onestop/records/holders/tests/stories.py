"""What the stories of the tests start from: patents of applicants, as a source states them."""

from datetime import date
from itertools import count

from django.db import transaction

from onestop.records.models import PatentKind, SourceFile
from onestop.records.services import store
from onestop.records.types import PatentRecord
from onestop.records.values.application_number import check_digit

_numbers = count(1)


def patent(
    *applicants: str, patentees: tuple[str, ...] = (), region: str = "", demonstration: bool = False
) -> None:
    number = next(_numbers)
    body = f"20201{number:07}"
    record = PatentRecord(
        kind=PatentKind.INVENTION,
        title=f"灯{number}",
        application_number=body + check_digit(body),
        filed_on=date(2020, 1, 1),
        applicants=applicants,
        patentees=patentees,
        region=region,
        address="某路1号" if region else "",
    )
    file, _made = SourceFile.objects.get_or_create(digest="e" * 64, defaults={"name": "e.csv", "size": 1})
    with transaction.atomic():
        store([(number, record)], file, is_demonstration=demonstration)
