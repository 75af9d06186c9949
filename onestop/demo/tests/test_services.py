from collections.abc import Sequence
from datetime import date

import pytest
from django.db.models import Q

from onestop.core.errors import UserError
from onestop.demo import abroad, cases, generator, lists, neighbours, services
from onestop.demo.services import Loaded
from onestop.records import services as records
from onestop.records.models import (
    Holder,
    HolderKind,
    HonourKind,
    InternationalApplication,
    Level,
    Patent,
    PatentKind,
    Population,
    SourceFile,
    Statement,
    Transaction,
    TransactionKind,
    TransactionRight,
)
from onestop.records.outcomes import Outcome
from onestop.records.registers.all import holds_entries, store_registers
from onestop.records.registers.records import (
    HolderRecord,
    HonourRecord,
    InternationalRecord,
    PopulationRecord,
    RegisterRecord,
    TransactionRecord,
)
from onestop.records.types import PatentRecord
from onestop.search.models import IndexJob

pytestmark = pytest.mark.django_db
INTERNATIONAL = 3
HOLDER = HolderRecord("江门市云岫川照明有限公司", HolderKind.COMPANY, region="440704")
LISTED: tuple[RegisterRecord, ...] = (
    HonourRecord(HonourKind.HIGH_TECH, Level.NATIONAL, HOLDER, valid_from=date(2022, 12, 19)),
    TransactionRecord(TransactionKind.PLEDGE, ("2023190000007",), giver=HOLDER.name, receiver="星槎银行"),
    PopulationRecord("440704", 2023, 377_460),
)


@pytest.fixture
def small(every: Sequence[PatentRecord], monkeypatch: pytest.MonkeyPatch) -> int:
    """A demonstration of its first patents only: loading is then a matter of moments."""
    applications = [
        InternationalRecord(
            number=f"PCT/CN2023/90000{n}",
            title="灯",
            applicant="甲",
            filed_on=date(2023, 5, 4),
        )
        for n in range(INTERNATIONAL)
    ]
    monkeypatch.setattr(generator, "records", lambda seed: iter(every[:120]))
    monkeypatch.setattr(neighbours, "records", lambda district, seed: iter(()))
    monkeypatch.setattr(cases, "summaries", lambda seed: iter(()))
    monkeypatch.setattr(abroad, "documents", lambda patents, seed: iter(()))
    monkeypatch.setattr(generator, "international_applications", lambda seed: iter(applications))
    monkeypatch.setattr(lists, "records", lambda patents, seed: iter(LISTED))
    return 120


def store_real_patent() -> None:
    file = SourceFile.objects.create(digest="real", name="real.csv", size=1)
    records.store([(1, PatentRecord(PatentKind.INVENTION, "锚索", "2015108177127"))], file)


def test_the_database_counts_the_figures_of_2023(every: Sequence[PatentRecord]) -> None:
    """Stored are all that should count, all inventions that once did, and a sample of the rest, which takes long."""
    file = SourceFile.objects.create(digest="demo", name="demo", size=1)
    wanted = [
        record
        for number, record in enumerate(every)
        if number % 20 == 0
        or any(
            p.published_on
            and (p.published_on.year == 2023 or (p.number[-1] in "CB" and p.published_on.year < 2023))
            for p in record.publications
        )
    ]
    records.store(list(enumerate(wanted, 1)), file, is_demonstration=True)
    in_force = Patent.objects.filter(kind=PatentKind.INVENTION, granted_on__lte="2023-12-31").filter(
        Q(ends_on=None) | Q(ends_on__gt="2023-12-31")
    )
    assert Patent.objects.filter(granted_on__year=2023).count() == 3_021
    assert in_force.count() == 1_409


def test_international_applications_of_2023_in_the_database(
    international: list[InternationalRecord],
) -> None:
    file = SourceFile.objects.create(digest="d", name="d", size=0)
    stored = store_registers(enumerate(international, 1), file, is_demonstration=True)
    assert stored == {Outcome.CREATED: len(international)}
    assert InternationalApplication.objects.filter(filed_on__year=2023).count() == 21


def test_loading_marks_what_it_stores(small: int) -> None:
    assert services.is_empty()
    assert services.load() == Loaded(small, small, 0, 0, INTERNATIONAL, len(LISTED))
    assert not services.is_empty()
    assert not services.holds_real_records()
    assert not Patent.objects.filter(is_demonstration=False).exists()
    assert SourceFile.objects.get().name == "演示数据 demonstration (seed 1)"
    assert IndexJob.objects.count() == small


def test_loading_again_changes_nothing(small: int) -> None:
    services.load()
    IndexJob.objects.all().delete()
    assert services.load() == Loaded(small, 0, 0, small, 0, 0)
    assert not IndexJob.objects.exists()
    assert SourceFile.objects.count() == 1


def test_another_version_replaces_the_older(
    small: int, every: Sequence[PatentRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    services.load()
    monkeypatch.setattr(generator, "records", lambda seed: iter(every[100:150]))
    assert services.load().created == 50
    assert Patent.objects.count() == 50
    assert SourceFile.objects.count() == 1


def test_progress_tells_every_patent(small: int) -> None:
    told: list[int] = []
    services.load(told.append)
    services.remove(told.append)
    assert sum(told) == 2 * small


def test_it_is_not_loaded_beside_real_records(small: int) -> None:
    store_real_patent()
    with pytest.raises(UserError) as error:
        services.load()
    assert error.value.code == "demo.real_records"
    assert "--force" in error.value.hint
    assert Patent.objects.count() == 1
    assert services.load(beside_real=True).created == small


def test_removing_leaves_real_records(small: int) -> None:
    store_real_patent()
    services.load(beside_real=True)
    IndexJob.objects.all().delete()
    assert services.remove() == small
    assert [patent.title for patent in Patent.objects.all()] == ["锚索"]
    assert not InternationalApplication.objects.exists()
    assert not holds_entries()
    assert not any(model.objects.exists() for model in (Holder, TransactionRight, Statement))
    assert SourceFile.objects.get().name == "real.csv"
    assert IndexJob.objects.count() == small


def test_lists_are_marked_with_their_holders(small: int) -> None:
    services.load()
    assert Holder.objects.exists()
    assert not Holder.objects.filter(is_demonstration=False).exists()
    assert not holds_entries(is_demonstration=False)
    pledge = Transaction.objects.get()
    assert [each.number for each in pledge.rights.all()] == ["2023190000007"]
    assert pledge.giver_holder
    assert pledge.giver_holder.name == pledge.giver


def test_real_lists_are_real_records(small: int) -> None:
    file = SourceFile.objects.create(digest="real", name="real.csv", size=1)
    store_registers([(1, LISTED[2])], file)
    assert services.holds_real_records()
    with pytest.raises(UserError):
        services.load()


def test_what_is_real_takes_the_place_of_what_is_invented(small: int) -> None:
    services.load()
    file = SourceFile.objects.create(digest="real", name="real.csv", size=1)
    real = PopulationRecord("440704", 2023, 380_000)
    assert store_registers([(1, real)], file) == {Outcome.CREATED: 1}
    assert (Population.objects.get().persons, Population.objects.get().is_demonstration) == (380_000, False)
    assert services.load(beside_real=True).listed == 0
    assert Population.objects.get().persons == 380_000
    services.remove()
    assert Population.objects.get().persons == 380_000
    assert [statement.file for statement in Statement.objects.all()] == [file]


def test_removing_from_an_empty_database_does_nothing() -> None:
    assert services.remove() == 0


def test_an_interrupted_load_continues(small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "_AT_ONCE", 50)

    def interrupt(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.load(interrupt)
    assert Patent.objects.count() == 50
    assert services.load() == Loaded(small, small - 50, 0, 50, INTERNATIONAL, len(LISTED))
