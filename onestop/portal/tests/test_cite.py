"""How a patent is cited: in print, and for reference managers."""

from dataclasses import replace
from datetime import date

import pytest
import rispy
from django.test import Client

from onestop.core import clock
from onestop.portal.exports.cite import cite_page
from onestop.portal.tests.conftest import ANCHOR, ONLY_PUBLISHED, keep

pytestmark = pytest.mark.django_db
NUMBER = ANCHOR.application_number


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2024, 7, 1))


def text(number: str, code: str = "txt") -> str:
    page = cite_page(number, lambda path: f"https://ip.example{path}")
    return next(each.text for each in page.citations if each.code == code)


def test_as_print_has_it() -> None:
    keep([ANCHOR, ONLY_PUBLISHED])
    assert text(NUMBER) == (
        "甲矿业/江海有限公司. 恒阻延长锚索: 201510817712.7[P/OL]. 2018-01-02[2024-07-01]. "
        f"https://ip.example/patents/{NUMBER}"
    )
    assert text("CN112980035B").startswith("乙大学. 抛光膜: CN112980035[P/OL]. 2021-05-01[2024-07-01]")


def test_of_many_owners_the_first_three() -> None:
    keep([replace(ANCHOR, patentees=("甲", "乙", "丙", "丁"))])
    assert text(NUMBER).startswith("甲, 乙, 丙, 等. ")


def test_reference_managers_read_it() -> None:
    keep([ANCHOR])
    entry = rispy.loads(text(NUMBER, "ris"))[0]
    assert (entry["type_of_reference"], entry["title"], entry["authors"]) == (
        "PAT",
        "恒阻延长锚索",
        ["李甲", "王乙"],
    )
    assert text(NUMBER, "bib").startswith("@patent{CN2015108177127,")


def test_the_page_and_its_files(client: Client) -> None:
    keep([ANCHOR])
    page = client.get(f"/patents/{NUMBER}/cite")
    assert page.text.count('class="cite"') == 3
    assert f"/patents/{NUMBER}/cite" in client.get(f"/patents/{NUMBER}").text
    file = client.get(f"/patents/{NUMBER}/cite?file=bib")
    assert file.headers["Content-Disposition"] == f'attachment; filename="{NUMBER}.bib"'
    assert file.text.startswith("@patent{")
    assert client.get("/patents/CN201510817712.7/cite").status_code == 301
    assert client.get("/patents/CN201510817713.5/cite").status_code == 404
