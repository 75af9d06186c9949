"""The form that makes a query, the views of results, families, comparison and baskets, as pages."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from onestop.accounts.factories import make_person
from onestop.accounts.roles import Role
from onestop.baskets.models import Basket
from onestop.core.errors import UserError
from onestop.portal import pages
from onestop.portal.tests.conftest import ANCHOR, LAMPS, keep
from onestop.records.family_search import search_families
from onestop.records.models import FullText, Priority, SourceFile, TextPart
from onestop.records.search import PatentSearch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("patents")]
FIRST, SECOND, THIRD = (each.application_number for each in LAMPS[:3])


def _page(query: str) -> pages.SearchPage:
    return pages.search_page(pages.read_search(QueryDict(query)))


def _claims_priority(of: str, *claimed: str) -> None:
    file = SourceFile.objects.first()
    assert file
    for each in claimed:
        Priority.objects.create(application=f"CN{of[:-1]}", claimed=each, file=file, row=1)


# ---- the form


def test_a_query_is_taken_apart_and_put_together_again(client: Client) -> None:
    page = pages.builder_page(QueryDict("q=TI=灯具 AND AD=[2019 TO 2020] NOT TYPE=发明&sort=filed_asc"))
    assert [(row.joiner, row.field, row.operator, row.value, row.until) for row in page.rows] == [
        ("AND", "title", "all", "灯具", ""),
        ("AND", "filed_on", "between", "2019-01-01", "2020-12-31"),
        ("NOT", "kind", "is", "invention", ""),
    ]
    rows = [("join", "AND"), ("field", "title"), ("op", "all"), ("value", "灯具"), ("until", "")]
    rows += [("join", "NOT"), ("field", "kind"), ("op", "is"), ("value", "实用新型专利"), ("until", "")]
    address = QueryDict(mutable=True)
    for name, value in [*rows, ("sort", "filed_asc"), ("do", "search")]:
        address.appendlist(name, value)
    answer = client.get(f"/search/builder?{address.urlencode()}")
    assert answer.status_code == 302
    there = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert there == {"q": ["TI=灯具 NOT TYPE=实用新型专利"], "sort": ["filed_asc"]}
    assert _page(QueryDict(urlsplit(answer.headers["Location"]).query).urlencode()).total == 21


def test_rows_are_added_and_removed(client: Client) -> None:
    row = "join=AND&field=&op=all&value=%s&until="
    two = f"{row % '灯具'}&{row % '照明'}"
    assert len(pages.builder_page(QueryDict(f"{two}&do=more")).rows) == 3
    assert [each.value for each in pages.builder_page(QueryDict(f"{two}&do=remove-0")).rows] == ["照明"]
    assert len(pages.builder_page(QueryDict("")).rows) == 3


def test_what_the_form_cannot_show_is_said(client: Client) -> None:
    page = pages.builder_page(QueryDict("q=TI=(锚索 5W 支护)"))
    assert (page.rows, page.hint) == ((), '这部分要用检索式来写：(TI="锚索" 5W TI="支护")')
    answer = client.get("/search/builder?join=AND&field=kind&op=is&value=商标&until=&do=search")
    assert answer.status_code == 400
    assert "“商标”不是专利类型" in answer.text


# ---- history


def test_earlier_queries_come_with_the_address() -> None:
    page = _page("q=%231 AND %232&set=1:灯具&set=2:TYPE=发明")
    assert page.total == 21
    assert all("set=1" in each.href for each in page.sorts)
    assert _page(f"q=%231 AND 灯具&set=1:{FIRST} {SECOND}").total == 2


@pytest.mark.parametrize(
    ("query", "code"), [("q=%231", "search.syntax"), ("q=x&set=one", "search.wrong_set")]
)
def test_a_set_that_is_not_there_is_explained(query: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        _page(query)
    assert caught.value.code == code
    assert caught.value.hint


def test_a_list_of_numbers_can_stand_in_brackets() -> None:
    page = _page(f"q={FIRST} {SECOND}")
    assert _page(f"q=灯具 AND ({page.set_text})").total == page.total == 2
    one = _page("q=ZL 2015 1 0817712 7")
    assert one.set_text == "AN=2015108177127"


# ---- how hits are shown


def test_a_table_has_the_columns_of_the_address(client: Client) -> None:
    page = _page("q=灯具&view=table&column=title&column=region&size=5")
    assert len(page.rows) == 5
    assert [len(row.cells) for row in page.rows] == [2] * 5
    assert "".join(piece.text for piece in page.rows[0].cells[1].pieces) == "广东省江门市江海区"
    assert [each.name for each in page.columns if each.is_selected] == ["title", "region"]
    html = client.get("/search?q=灯具&view=table&column=title&column=region").text
    head = html.split("result-table")[1].split("</thead>")[0]
    assert [each.split("</th>")[0] for each in head.split('scope="col">')[2:]] == ["名称", "地区"]
    assert _page("q=灯具&view=cards").rows == ()


def test_an_unknown_column_is_refused(client: Client) -> None:
    answer = client.get("/search?view=table&column=beauty")
    assert answer.status_code == 400
    assert "beauty" in answer.text


def test_the_outline_is_a_nested_list(client: Client) -> None:
    html = client.get("/search", {"q": "TI=(锚索 OR 灯具) NOT TYPE=发明"}).text
    assert html.count('<ul class="outline">') == 4
    assert "以下不得出现" in html


def test_hits_fall_into_families_and_the_counts_say_so() -> None:
    _claims_priority(FIRST, "CN201899999999")
    _claims_priority(SECOND, "CN201899999999")
    _claims_priority(THIRD, f"CN{ANCHOR.application_number[:-1]}")
    page = _page("families=1&size=50")
    assert (page.total, page.families.families, page.families.alone) == (45, 43, 41)
    assert page.paging.pages == 1
    assert sorted(each.others_in_family for each in page.lines)[-3:] == [0, 1, 1]
    assert _page("families=1&size=20&page=3").lines[-1].number


def test_a_number_of_docdb_joins_those_with_the_same_priorities() -> None:
    _claims_priority(FIRST, "CN201899999999", "CN201899999998")
    _claims_priority(SECOND, "CN201899999999")
    assert search_families(PatentSearch(text=f"{FIRST} {SECOND}")).families == 2


def test_too_many_hits_for_families_are_shown_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onestop.records.family_search.MAX_HITS", 10)
    page = _page("families=1")
    assert (page.total, page.families.families, len(page.lines)) == (45, None, 20)


def test_families_cost_a_fixed_number_of_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/search?families=1&view=table")
    for query in ("", "灯具"):
        with django_assert_max_num_queries(7):
            client.get("/search", {"families": "1", "view": "table", "q": query})


# ---- side by side


def test_what_differs_is_told_from_what_is_shared(client: Client) -> None:
    page = pages.compare_page([FIRST, f"CN{SECOND[:-1]}.{SECOND[-1]}", FIRST])
    rows = {row.code: row for row in page.rows}
    assert len(page.patents) == 2
    assert rows["classes"].is_same
    assert not rows["title"].is_same
    assert "claims" not in rows
    html = client.get("/compare", {"number": [FIRST, SECOND]}).text
    assert '<p class="differs">灯具1</p>' in html


def test_claims_are_compared_where_they_are_held() -> None:
    file = SourceFile.objects.first()
    assert file
    claims = ["1. 一种锚索。", "2. 如权利要求 1。"]
    FullText.objects.create(
        document="CN105334567B", part=TextPart.CLAIMS, language="zh", paragraphs=claims, file=file, row=1
    )
    page = pages.compare_page([ANCHOR.application_number, FIRST])
    row = next(row for row in page.rows if row.code == "claims")
    assert [item.text for item in row.cells[0]] == claims
    assert (row.cells[1], row.is_same) == ((), False)
    assert page.note


@pytest.mark.parametrize(
    ("query", "status"), [("", 400), (f"number={FIRST}", 400), ("number=1&number=2", 404)]
)
def test_a_comparison_needs_two_or_three(client: Client, query: str, status: int) -> None:
    assert client.get(f"/compare?{query}").status_code == status


# ---- baskets


def test_a_visitor_gets_the_list_for_the_browser_and_no_cookie(client: Client) -> None:
    answer = client.get("/basket", {"number": [FIRST, "1"]})
    assert f'data-number="{FIRST}" data-title="灯具1"' in answer.text
    assert "本站没有这件专利" in answer.text
    assert not answer.cookies
    assert client.post("/basket/do", {"do": "add"}).status_code == 302
    assert not Basket.objects.exists()


def test_a_member_keeps_rates_and_shares(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(make_person(Role.MEMBER))
    assert 'value="add"' in client.get("/basket", {"number": FIRST}).text
    there = client.post("/basket/do", {"do": "add", "name": "灯", "number": [FIRST, SECOND, "CN112980035"]})
    page = client.get(there.headers["Location"])
    key = Basket.objects.get().pk
    client.post(
        "/basket/do", {"do": "describe", "basket": key, "number": SECOND, "note": "<b>好", "rating": "5"}
    )
    client.post("/basket/do", {"do": "share", "basket": key, "days": "7"})
    with django_assert_max_num_queries(16):
        page = client.get(f"/basket/{key}")
    assert page.text.index("灯具2") < page.text.index("灯具1")
    link = page.text.split('href="/basket/shared/')[1].split('"')[0]
    shared = Client().get(f"/basket/shared/{link}")
    assert shared.status_code == 200
    assert "&lt;b&gt;好" in shared.text
    assert "抛光膜" in shared.text
    assert 'value="describe"' not in shared.text
    assert not shared.cookies
    share = Basket.objects.get().shares.get().pk
    client.post("/basket/do", {"do": "revoke", "basket": key, "share": share})
    assert Client().get(f"/basket/shared/{link}").status_code == 400
    client.post("/basket/do", {"do": "take_out", "basket": key, "number": FIRST})
    assert "灯具1" not in client.get(f"/basket/{key}").text
    assert client.post("/basket/do", {"do": "remove", "basket": key}).headers["Location"] == "/basket"


def test_wrong_input_of_a_member_is_answered(client: Client) -> None:
    client.force_login(make_person(Role.MEMBER))
    for given in (
        {"do": "dance"},
        {"do": "add", "basket": "x"},
        {"do": "share", "basket": "1", "days": "9999999999"},
    ):
        assert client.post("/basket/do", given).status_code == 400
    assert client.get("/basket/999").status_code == 400


def test_the_day_of_a_claim_does_not_matter() -> None:
    """Only which application is claimed makes a family."""
    _claims_priority(FIRST, "CN201899999999")
    _claims_priority(SECOND, "CN201899999999")
    Priority.objects.filter(application=f"CN{FIRST[:-1]}").update(claimed_on=date(2018, 5, 5))
    keep(LAMPS[:2])
    assert search_families(PatentSearch(text=f"{FIRST} {SECOND}")).families == 1


# ---- charts


def test_a_bar_leads_to_as_many_hits_as_it_shows(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page = _page("q=灯具&kind=invention&charts=1")
    assert [chart.code for chart in page.charts] == [
        "filed_year",
        "status",
        "kind",
        "ipc_subclass",
        "applicant",
        "region",
        "remaining",
    ]
    years = page.charts[0]
    assert [row.label for row in years.rows] == ["2019", "2020", "2021"]
    assert sum(row.value for row in years.rows) == page.total
    for chart in page.charts:
        for row in chart.rows:
            assert _page(urlsplit(row.href).query).total == row.value, (chart.code, row.label)
    assert any(row.value for row in page.charts[-1].rows)
    assert _page("q=灯具").charts == _page("q=没有这个词&charts=1").charts == ()
    with django_assert_max_num_queries(4):
        client.get("/search?q=灯具&charts=1")
    file = client.get("/search?q=灯具&charts=1&csv=filed_year")
    assert file.text.splitlines()[1:] == ["2019,14", "2020,14", "2021,14"]
    assert client.get("/search?q=灯具&charts=1&csv=beauty").status_code == 404


# ---- why it ranks


def test_a_hit_says_which_words_stand_where_and_what_they_count(client: Client) -> None:
    line = _page("q=锚索 AND PA=甲矿业&explain=1").lines[0]
    said = [(each.field, each.words, each.times, each.weight) for each in line.reasons]
    assert said == [
        ("title", ("锚索",), 1, 3.0),
        ("applicant", ("甲矿业",), 1, 2.0),
        ("abstract", ("锚索",), 1, 1.0),
    ]
    assert line.score > 0
    assert "这里的词算 3 倍" in client.get("/search?q=锚索&explain=1").text
    assert _page("q=锚索").lines[0].reasons == ()
    assert _page("q=锚索&explain=1&sort=filed_asc").lines[0].score == 0
