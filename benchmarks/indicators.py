"""All indicators of all districts over many made patents, and one district's page: `python -m benchmarks.indicators`.

Prints seconds for each definition, the whole, and a page cold and warm. `--moved`: so many have had another owner
elsewhere, whom a figure of a day before the transfer counts.
"""

import argparse
import time
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

DAY = date(2023, 12, 31)
AT_ONCE = 50_000
KINDS = (("invention", 20), ("utility_model", 10), ("design", 10))
CLASSES = ("H04L9/32", "H01M10/52", "A47J27/00", "F21V29/50", "G06F40/20", "C08L23/06")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--patents", type=int, default=200_000)
    parser.add_argument("--moved", type=int, default=0)
    given = parser.parse_args()
    run(given.patents, given.moved)


def run(patents: int, moved: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    started = now()
    fill(patents)
    move(patents, moved)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    say(f"{patents:,} patents made", started)
    measure_everywhere()
    measure_pages()


def fill(patents: int) -> None:
    """Straight into the tables: it is the counting that is measured."""
    from onestop.core.bulk import insert
    from onestop.indicators.models import Assessment, HighValueReason
    from onestop.records.models import Classification, Holder, Party, Patent, SourceFile
    from onestop.reference import regions

    rng = Random(1)
    SourceFile.objects.create(digest="made", name="made", size=1)
    Holder.objects.bulk_create(
        Holder(kind="company", name=f"虚构{number}有限公司") for number in range(5_000)
    )
    holders = list(Holder.objects.values_list("pk", "name"))
    places = [code for code in regions.regions() if not code.endswith("00")]
    for start in range(1, patents + 1, AT_ONCE):
        made = [patent(rng, key, places) for key in range(start, min(start + AT_ONCE, patents + 1))]
        insert(Patent, COLUMNS, made)
        insert(Party, PARTY, (party for row in made for party in parties(rng, row[0], holders)))
        keys = [row[0] for row in made if row[2] == "invention"]
        classes = ((key, "ipc", 1, rng.choice(CLASSES)) for key in keys)
        insert(Classification, ("patent", "scheme", "position", "symbol"), classes)
        insert(Assessment, ("patent", "version", "policy"), ((key, 1, "made") for key in keys))
        chosen = [key for key in keys if rng.random() < 0.4]
        reasons = ((key, "industry", date(2000, 1, 1), EVIDENCE, False) for key in chosen)
        insert(HighValueReason, ("patent", "category", "since", "evidence", "is_conditional"), reasons)


def move(patents: int, count: int) -> None:
    from onestop.core.bulk import insert
    from onestop.records.models import FormerOwner
    from onestop.reference import regions

    rng = Random(2)
    places = [code for code in regions.regions() if not code.endswith("00")]
    insert(
        FormerOwner,
        ("patent", "since", "until", "name", "region"),
        (
            (key, None, DAY + timedelta(rng.randrange(-700, 700)), "虚构旧主有限公司", rng.choice(places))
            for key in rng.sample(range(1, patents + 1), count)
        ),
    )


COLUMNS = [
    "id",
    "application_number",
    "kind",
    "title",
    "abstract",
    "filed_on",
    "is_pct_national",
    "pct_application",
    "pct_publication",
    "address",
    "region",
    "granted_on",
    "ends_on",
    "closed_on",
    "legal_data_to",
    "is_demonstration",
    "version",
    "created_at",
    "updated_at",
]
EVIDENCE = {"industry": "1.1", "name": "虚构", "rule": 1, "symbol": "H04L9/32", "place": "", "term": ""}
PARTY = ("patent", "role", "position", "name", "holder")


def patent(rng: Random, key: int, places: list[str]) -> tuple[Any, ...]:
    from onestop.core import clock

    kind, years = rng.choices(KINDS, (35, 50, 15))[0]
    filed = date(2008, 1, 1) + timedelta(rng.randrange(5_800))
    granted = filed + timedelta(rng.randrange(200, 1_200)) if rng.random() < 0.85 else None
    ended = granted + timedelta(rng.randrange(300, 4_000)) if granted and rng.random() < 0.4 else None
    ends = min(ended or date.max, filed + timedelta(365 * years)) if granted else None
    closed = None if granted else filed + timedelta(900)
    made_at = clock.now()
    number = f"{filed.year}1{key:07d}0"
    region = rng.choice(places)
    return (
        *(key, number, kind, "一种装置", "", filed, False, "", "", "", region),
        *(granted, ends, closed, date(2026, 1, 1), False, 1, made_at, made_at),
    )


def parties(rng: Random, key: int, holders: list[tuple[int, str]]) -> Iterator[tuple[Any, ...]]:
    holder, name = rng.choice(holders)
    yield key, "applicant", 1, name, holder
    yield key, "agency", 1, "虚构代理有限公司", None


def measure_everywhere() -> None:
    from onestop.indicators.definitions import definitions
    from onestop.indicators.everywhere import Grid
    from onestop.reference import regions

    whole, grid, costs = now(), Grid("", DAY), []
    for definition in definitions():
        started = now()
        column = grid.column(definition.code)
        for region in ("", *regions.regions()):
            column(region)
        costs.append((now()[1] - started[1], definition.code))
    for seconds, code in sorted(costs, reverse=True)[:15]:
        print(f"  {seconds:7.2f} s of processor  {code}")
    say(f"{len(costs)} indicators x {len(regions.regions()):,} regions", whole)


def measure_pages() -> None:
    from onestop.portal.pages.indicators import indicator_page, indicators_page

    indicators_page("440703", "2022-12-31")  # the program's own tables are read once
    for name, page in (
        ("all figures", lambda: indicators_page("440704", DAY.isoformat())),
        ("one figure", lambda: indicator_page("high_value_inventions", "440704", DAY.isoformat())),
    ):
        for state in ("cold", "warm"):
            started = now()
            page()
            say(f"page of {name}, {state}", started)


def now() -> tuple[float, float]:
    """By the wall and by the processor: on a busy machine they differ."""
    return time.perf_counter(), time.process_time()


def say(text: str, started: tuple[float, float]) -> None:
    wall, processor = (after - before for after, before in zip(now(), started, strict=True))
    print(f"{wall:9.3f} s, {processor:8.3f} s of processor  {text}", flush=True)


if __name__ == "__main__":
    main()
