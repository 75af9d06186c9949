"""The real files that lie beside the repository: every row accounted for, every oddity named."""

from pathlib import Path

import pytest
from django.db.models import Count

from onestop.core.errors import UserError
from onestop.ingest.models import IngestRun
from onestop.ingest.packages.folder import as_file
from onestop.ingest.queries import reasons
from onestop.ingest.services import Options, ingest
from onestop.records.models import Classification, Document, Holder, HolderKind, Patent, Publication, Scheme
from onestop.search.services import catch_up

pytestmark = [pytest.mark.shared, pytest.mark.django_db(transaction=True)]


def counts(run: IngestRun) -> tuple[int, ...]:
    return (run.read, run.created, run.updated, run.unchanged, run.rejected, run.blank)


def test_the_patents_of_a_city(shared: Path) -> None:
    path = shared / "patents_cn/taian/专利信息.xlsx"
    run = ingest(path)
    catch_up()
    assert counts(run) == (7384, 7384, 0, 0, 0, 0)
    kinds = dict(Patent.objects.values_list("kind").annotate(Count("pk")))
    assert kinds == {"invention": 1909, "utility_model": 5335, "design": 140}
    assert reasons(run) == {"application_number.check_digit_added": 9}
    assert counts(ingest(path)) == (7384, 0, 0, 7384, 0, 0)


def test_a_large_sheet_that_repeats_itself(shared: Path) -> None:
    """60,128 rows name 5,369 documents; 304 rows hold nothing but a link without a number behind it."""
    run = ingest(shared / "patents_cn/titles/专利.xlsx")
    assert counts(run) == (60128, 5369, 0, 54455, 304, 0)
    assert reasons(run) == {"row.nothing_to_read": 304}
    assert run.ignored == ["[C]", "参考资料"]
    assert Publication.objects.count() == 5369


def test_published_applications_with_all_their_oddities(shared: Path) -> None:
    run = ingest(shared / "patents_cn/epub/cnipa_epub.jsonl")
    assert counts(run) == (1000, 1000, 0, 0, 0, 0)
    assert reasons(run) == {
        "abstract.start_missing": 987,
        "inventor.withheld": 11,
        "classes.not_a_symbol": 891,
        "agency.code_removed": 788,
        "publication_number.kind_code_added": 48,
        "address.no_region": 1,
    }
    assert not Patent.objects.filter(published_on=None).exists()
    assert Patent.objects.filter(region="").count() == 1


def test_a_result_page_of_the_gazette(shared: Path) -> None:
    run = ingest(shared / "patents_cn/epub/正常显示.html")
    assert counts(run) == (3, 3, 0, 0, 0, 0)
    assert reasons(run) == {"agency.code_removed": 3}
    assert run.ignored == []
    patent = Patent.objects.get(application_number="201780002534X")
    assert (patent.pct_application, patent.pct_publication) == ("PCT/CN2017/076240", "WO2018161336")
    assert patent.parties.count() == 16
    assert not Patent.objects.exclude(region="110108").exists()


def test_answers_of_the_query_service(shared: Path) -> None:
    """The one about fees does not say whose they are, until somebody does."""
    run = ingest(shared / "patents_cn/cpquery/sqxx_real_response.json")
    assert counts(run) == (1, 1, 0, 0, 0, 0)
    assert reasons(run) == {"inventor.withheld": 1, "status.text_only": 1}
    fees = shared / "patents_cn/cpquery/fyxx_real_response.json"
    run = ingest(fees)
    assert counts(run) == (3, 0, 0, 0, 3, 0)
    assert reasons(run) == {"fee.no_application_number": 3}
    run = ingest(fees, Options({"application_number": "=2026104796018"}))
    assert counts(run) == (3, 3, 0, 0, 0, 0)


def test_texts_with_cpc_labels(shared: Path) -> None:
    path = shared / "patents_cn/g06f/sample_train.csv"
    run = ingest(path)
    assert counts(run) == (4102, 4102, 0, 0, 0, 30633)
    assert reasons(run) == {}
    assert not Patent.objects.filter(abstract="").exists()
    cpc = Classification.objects.filter(scheme=Scheme.CPC)
    assert cpc.count() == 12746
    assert cpc.filter(symbol__startswith="G06F", position=1).count() == 4102
    assert counts(ingest(path)) == (4102, 0, 0, 4102, 0, 30633)


def test_a_graph_of_taiwanese_patents(shared: Path) -> None:
    with as_file(shared / "patents_cn/tw") as path:
        run = ingest(path)
        assert counts(run) == (8665, 8665, 0, 0, 0, 0)
        assert reasons(run) == {"name.empty": 301}
        assert len(run.ignored) == 4
        assert counts(ingest(path)) == (8665, 0, 0, 8665, 0, 0)
    assert Document.objects.filter(office="TW").exclude(ipc=[]).count() == 8665
    assert sum(map(len, Document.objects.values_list("inventors", flat=True))) == 29538


def test_names_of_companies(shared: Path) -> None:
    path = shared / "patents_cn/epub/company_names.txt"
    run = ingest(path)
    assert (run.read, run.rejected, run.blank) == (8671, 1, 0)
    assert reasons(run) == {"holder.header_line": 1}
    assert run.created == Holder.objects.count()
    assert Holder.objects.filter(kind=HolderKind.COMPANY).count() > 8000
    assert ingest(path).created == 0


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("patents_cn/g06f/selected_labels.json", "ingest.label_list"),
        ("patents_cn/tw/node/patent.csv", "ingest.graph_part"),
        ("patents_cn/epub/抱歉，没有您要查询的结果.html", "ingest.empty_result_page"),
        ("geo/100000_full.json", "ingest.unknown_json"),
    ],
)
def test_other_real_files_are_refused_for_what_they_are(shared: Path, name: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        ingest(shared / name)
    assert caught.value.code == code
    assert not Patent.objects.exists()
