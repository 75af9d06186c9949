from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from onestop.portal.pages import patent_page
from onestop.records.models import FeeState, SourceFile
from onestop.records.registers.all import store_registers
from onestop.records.registers.records import FeeRecord

NUMBER = "2015108177127"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("patents")]


def test_fees_the_office_told_stand_on_the_page_with_their_day(client: Client) -> None:
    assert b"office-fees" not in client.get(f"/patents/{NUMBER}").content
    file = SourceFile.objects.create(digest="fees", name="fees.json", size=1)
    due = FeeRecord(NUMBER, FeeState.DUE, "年费", Decimal(2000), date(2024, 12, 23), "未缴")
    other = FeeRecord("2020301234561", FeeState.PAID, "年费", Decimal(600), date(2024, 1, 2))
    store_registers([(1, due), (2, other)], file)
    page = patent_page(NUMBER)
    [fee] = page.office_fees
    assert (fee.item, fee.yuan, fee.day, fee.note) == ("年费", "2000", date(2024, 12, 23), "未缴")
    text = client.get(f"/patents/{NUMBER}").content.decode()
    assert "2024-12-23 前应缴 年费 2000 元" in text
    assert f"{fee.known_on.isoformat()} 得知" in text
