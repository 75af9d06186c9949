"""What lists brought can be opened, and each entry says which row of which file told it."""

from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from onestop.core.errors import UserError
from onestop.ingest.services import Options, ingest
from onestop.portal.pages import NotFound, holder_page, patent_page
from onestop.portal.pages.data import data_page
from onestop.portal.pages.registers import PAGE_SIZE, register_page
from onestop.records.holders.queries import holder_of
from onestop.records.holders.tests.stories import patent
from onestop.records.models import Patent, Population

GIVER = "江门明灯照明有限公司"
PLEDGES = f"""2023年专利质押登记名单,,,,,
登记号,出质人,质权人,专利号,质押金额（万元）,登记日
Y2023980000001,{GIVER},江门第一银行,%s,300,2023-05-06
"""
AWARDS = f"""第二十四届中国专利奖（2023年）,,
专利号,专利权人,等级
%s,{GIVER},优秀奖
"""
HONOURS = f"""2023年高新技术企业名单,,
企业名称,证书编号,所属地区
{GIVER},GR202344000001,江海区
"""
pytestmark = pytest.mark.django_db


@pytest.fixture
def number() -> str:
    patent(GIVER, region="440704")
    caches["process"].clear()
    found = Patent.objects.get().application_number
    assert found
    return found


def bring(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    assert ingest(path, Options(region="440704")).rejected == 0


def test_a_contract_can_be_read_where_it_belongs(client: Client, number: str, tmp_path: Path) -> None:
    bring(tmp_path, "质押.csv", PLEDGES % number)
    bring(tmp_path, "获奖.csv", AWARDS % number)
    contract, award = patent_page(number).lists
    assert (contract.name, contract.kind, award.kind_label) == ("Y2023980000001", "pledge", "国家级")
    told = {fact.label: fact.text for fact in contract.facts}
    assert (told["金额（元）"], told["登记日"]) == ("3,000,000.00", "2023-05-06")
    assert [(each.file, each.row) for each in contract.sources] == [("质押.csv", 3)]
    assert [(each.file, each.row) for each in award.sources] == [("获奖.csv", 3)]
    text = client.get(f"/patents/{number}").text
    assert all(
        part in text for part in ("Y2023980000001", "江门第一银行", "3,000,000.00", "质押.csv", "优秀奖")
    )


def test_the_holder_says_who_listed_it(client: Client, tmp_path: Path) -> None:
    bring(tmp_path, "高企.csv", HONOURS)
    bring(tmp_path, "质押.csv", PLEDGES % "2015108177127")
    holder = holder_of(GIVER)
    assert holder
    page = holder_page(holder.pk)
    assert [(each.file, each.row) for each in page.honours[0].sources] == [("高企.csv", 3)]
    assert [(each.file, each.row) for each in page.portrait.contracts[0].sources] == [("质押.csv", 3)]
    assert [each.file for each in page.sources] == ["高企.csv"]
    assert "没有名单" not in client.get(f"/holders/{holder.pk}").text


def test_a_register_is_a_page_and_its_twin(client: Client, tmp_path: Path) -> None:
    bring(tmp_path, "质押.csv", PLEDGES % "2015108177127")
    text = client.get("/registers/transactions").text
    assert all(part in text for part in ("Y2023980000001", "质押.csv", "江门第一银行"))
    twin = client.get("/api/v1/registers/transactions?kind=pledge&region=440700").json()
    assert (twin["total"], twin["lines"][0]["region"], twin["next_href"]) == (1, "440704", "")
    assert client.get("/api/v1/registers/transactions?kind=licence").json()["total"] == 0
    assert client.get("/api/v1/registers/transactions?region=110000").json()["total"] == 0
    assert [each.href for each in data_page().held] == ["/registers/transactions"]


@pytest.mark.parametrize(
    "name",
    ["honours", "transactions", "awards", "geographical-indications", "layouts", "providers", "populations"],
)
def test_every_register_has_a_page(client: Client, name: str) -> None:
    assert client.get(f"/registers/{name}").status_code == 200
    assert client.get(f"/api/v1/registers/{name}").json()["total"] == 0


def test_a_long_register_is_walked_to_its_end(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    Population.objects.bulk_create(
        Population(key=f"440704:{year}", region="440704", year=year, persons=300_000)
        for year in range(1900, 1900 + 2 * PAGE_SIZE + 1)
    )
    years: list[str] = []
    after = ""
    for _step in range(3):
        with django_assert_max_num_queries(8):
            page = register_page("populations", after=after)
        years += [line.facts[0].text for line in page.lines]
        after = page.next_href.partition("after=")[2]
    assert after == ""
    assert len(set(years)) == len(years) == 2 * PAGE_SIZE + 1


def test_what_is_no_register_or_kind_is_told() -> None:
    with pytest.raises(NotFound):
        register_page("secrets")
    with pytest.raises(UserError, match="没有“x”"):
        register_page("honours", kind="x")
    with pytest.raises(NotFound):
        register_page("honours", region="999999")
