"""A patent of which only an event of the register is known shows its number, until a source brings the rest."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from onestop.indicators.scope import Scope
from onestop.indicators.sets import SETS
from onestop.portal import pages
from onestop.portal.pages.lines import result_line
from onestop.portal.pages.site import holdings
from onestop.portal.tests.conftest import ANCHOR, keep
from onestop.records.models import EventKind, PatentKind
from onestop.records.search import PatentSearch, search_patents
from onestop.records.types import EventRecord, PatentRecord

pytestmark = pytest.mark.django_db

NUMBER, SHOWN = "2015108177127", "CN201510817712.7"
EVENT = EventRecord(EventKind.EXAMINATION, date(2016, 3, 16), date(2016, 3, 16))
KNOWN_BY_EVENT = PatentRecord(PatentKind.INVENTION, application_number=NUMBER, events=(EVENT,))


@pytest.mark.parametrize(
    "address",
    [
        f"/patents/{NUMBER}",
        f"/search?q={NUMBER}",
        f"/search/export?format=ris&q={NUMBER}",
        f"/number?text={NUMBER}",
    ],
)
def test_its_number_stands_for_its_title(client: Client, address: str) -> None:
    keep([KNOWN_BY_EVENT])
    response = client.get(address)
    assert response.status_code == 200, response.content[:300]
    content = b"".join(response) if response.streaming else response.content
    assert SHOWN in content.decode()


def test_a_line_of_a_list_can_be_clicked() -> None:
    keep([KNOWN_BY_EVENT])
    (hit,) = search_patents(PatentSearch(NUMBER)).hits
    line = result_line(hit)
    assert "".join(piece.text for piece in line.title) == SHOWN


def test_no_list_and_no_figure_counts_it(client: Client) -> None:
    granted = EventRecord(EventKind.GRANT, date(2017, 5, 2), date(2017, 5, 2))
    keep([replace(KNOWN_BY_EVENT, events=(EVENT, granted), legal_data_to=date(2026, 1, 1))])
    assert search_patents(PatentSearch("TYPE=发明")).total == 0
    assert f"/patents/{NUMBER}" not in client.get("/search?q=TYPE%3D发明").content.decode()
    assert holdings().total == 0
    for count in ("granted", "in_force", "applications"):
        assert SETS[count](Scope("", date(2017, 1, 1), date(2017, 12, 31))).records.count() == 0
    assert pages.patent_page(NUMBER).is_known_by_events_only
    keep([ANCHOR], name="later.csv")
    assert search_patents(PatentSearch("TYPE=发明")).total == 1
    assert SETS["granted"](Scope("", date(2017, 1, 1), date(2017, 12, 31))).records.count() == 1


def test_a_later_record_completes_it_and_keeps_the_event() -> None:
    keep([KNOWN_BY_EVENT])
    keep([ANCHOR], name="later.csv")
    page = pages.patent_page(NUMBER)
    assert page.title == ANCHOR.title
    assert date(2016, 3, 16) in [entry.on for entry in page.timeline]


def test_a_later_event_takes_nothing_away() -> None:
    keep([ANCHOR])
    keep([KNOWN_BY_EVENT], name="later.xml")
    page = pages.patent_page(NUMBER)
    assert (page.title, page.abstract) == (ANCHOR.title, ANCHOR.abstract)
