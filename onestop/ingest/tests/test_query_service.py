import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from onestop.core.errors import UserError
from onestop.ingest import sources
from onestop.ingest.cleaning import Cleaned, clean
from onestop.ingest.preflight import inspect
from onestop.ingest.services import ingest
from onestop.ingest.sources import open_table
from onestop.ingest.tests import make
from onestop.records.models import Fee, FeeState

SAMPLE = Path(sources.__file__).parent / "query_service/samples/made_answers.jsonl"
NUMBER = "2022100000114"


def fees(*entries: dict[str, Any]) -> str:
    return json.dumps({"code": 200, "data": {"yijiaofei": {"svYijfList": entries}}}, ensure_ascii=False)


def paid(**changes: Any) -> dict[str, Any]:
    return {"yijiaofjfzlmc": "年费", "yijiaofjfje": 1200, "yijiaofjfrq": "2024-03-11"} | changes


def read(path: Path, mapping: dict[str, str] | None = None) -> list[Cleaned]:
    table = open_table(path, mapping or {})
    return [clean(row, table, "") for row in table.rows()]


@pytest.mark.parametrize(
    ("name", "mapping", "number"),
    [
        (f"{NUMBER}.json", {}, NUMBER),
        ("fees CN202210000011.4 (1).json", {}, NUMBER),
        ("a.json", {"application_number": "=CN202210000011.4"}, NUMBER),
        (f"{NUMBER} {make.number(12, 2022)}.json", {}, ""),
        ("2022100000115.json", {}, ""),
        ("20221000.json", {}, ""),
    ],
)
def test_whose_fees_they_are(tmp_path: Path, name: str, mapping: dict[str, str], number: str) -> None:
    (tmp_path / name).write_text(fees(paid()), encoding="utf-8")
    [found] = read(tmp_path / name, mapping)
    if number:
        assert found.record.number == number
    else:
        assert found.findings[0].code == "fee.no_application_number"


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (paid(yijiaofjfje="--"), "amount"),
        (paid(yijiaofjfje=-5), "amount"),
        (paid(yijiaofjfje=10**10), "fee.amount_too_large"),
        (paid(yijiaofjfrq="2024"), "date"),
        (paid(yijiaofjfrq="2199-01-01"), "date.too_late"),
        (paid(yijiaofjfzlmc=""), "fee.no_item"),
        (paid(yijiaofjfzlmc="费" * 101), "fee.no_item"),
    ],
)
def test_a_fee_that_can_not_be_read_is_rejected(tmp_path: Path, entry: dict[str, Any], code: str) -> None:
    path = tmp_path / f"{NUMBER}.json"
    path.write_text(fees(entry), encoding="utf-8")
    [found] = read(path)
    assert found.record is None
    assert found.findings[0].code.startswith(code)


def test_an_answer_too_long_for_one(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text('{"zhuluxmxx":\n' + " \n" * 2_100_000, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        inspect(open_table(path, {}))
    assert caught.value.code == "ingest.answer_too_long"


@pytest.mark.django_db(transaction=True)
def test_fees_are_stored_once_and_nobody_who_paid(tmp_path: Path) -> None:
    run = ingest(SAMPLE)
    assert (run.read, run.created, run.rejected) == (9, 4, 5)
    assert ingest(SAMPLE).unchanged == 4
    found = {each.state: each for each in Fee.objects.filter(number=NUMBER)}
    assert found[FeeState.SURCHARGE].day == date(2026, 2, 3)
    assert found[FeeState.SURCHARGE].status_text == "2026-01-06 起；另缴年费 1200 元"
    assert found[FeeState.PAID].amount == Decimal(375)
    assert "某专利代理事务所" not in repr([vars(each) for each in found.values()])
    assert all("某专利代理" not in str(report.cells) for report in run.reports.all())
