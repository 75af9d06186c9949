"""The verbs of the index: enqueue, catch up, refresh, reconcile, rebuild.

The database is the truth, the index can be thrown away. A change of a record writes a job in the same
transaction; one process at a time (`index.writing`) takes jobs, reads the records and writes the index; a job is
removed only after the index is safely on disk, so a crash repeats work and never loses it.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import partial
from heapq import merge
from itertools import groupby, islice

from django.db import transaction

from onestop.core import clock
from onestop.core.bulk import insert, new_keys
from onestop.search import index
from onestop.search.engine import Engine, Prepared
from onestop.search.errors import SearchUnavailable
from onestop.search.models import IndexClock, IndexJob
from onestop.search.parcels import parcels
from onestop.search.registry import DocumentSource, source, sources
from onestop.search.schema import Document

log = logging.getLogger(__name__)
COMMIT_EVERY = 20_000
"""Documents. What a crash makes to be done again; memory does not depend on it."""
FIRST_VERSION = 1
"""Of a record that is new."""
RECORDS_AT_ONCE = 1_000
RECONCILE_EVERY_SECONDS = 3_600
AWAY_SECONDS = 3.0
"""Until the worker looks again for a cluster that does not answer; what changes meanwhile waits in the outbox."""
Progress = Callable[[int], None]


def enqueue(
    document_type: str, keys: Collection[int], ready: Mapping[int, Callable[[], Prepared]] | None = None
) -> None:
    """Say, in the transaction that changes them, that these records must be indexed anew (or removed).

    `ready`: what makes the documents of records that are new. Where this process feeds the index they go in
    without being read back, when the transaction is committed.
    """
    now = clock.now()
    feed = _feed.get() if ready else None
    taken = ready if ready and feed and feed.document_type == document_type else {}
    rest = [key for key in keys if key not in taken]
    insert(IndexJob, ("document_type", "key", "created_at"), ((document_type, key, now) for key in rest))
    if feed and taken:
        jobs = new_keys(IndexJob, len(taken))
        rows = ((job, document_type, key, now) for job, key in zip(jobs, taken, strict=True))
        insert(IndexJob, ("id", "document_type", "key", "created_at"), rows)
        transaction.on_commit(partial(feed.take, jobs, taken))


class Feed:
    """Documents on their way into the index, made by whoever stores their records.

    Their jobs wait in the outbox as all others do, and go when the index is safely on disk.
    """

    def __init__(self, document_type: str) -> None:
        self.document_type = document_type
        self.engine = index.engine(document_type)
        self.jobs: list[int] = []

    def take(self, jobs: Sequence[int], documents: Mapping[int, Callable[[], Prepared]]) -> None:
        with self._leaving_jobs():
            for parcel in parcels((key, FIRST_VERSION, make()) for key, make in documents.items()):
                self.engine.add(parcel)
            self.jobs += jobs
        if len(self.jobs) >= COMMIT_EVERY:
            self.commit()

    def commit(self) -> None:
        with self._leaving_jobs():
            if self.jobs:
                self.engine.commit()
                _remove_jobs(self.jobs)
        self.jobs = []

    @contextmanager
    def _leaving_jobs(self) -> Iterator[None]:
        """A cluster that is away does not stop an import: the jobs since the last commit stay in the outbox."""
        try:
            yield
        except SearchUnavailable:
            self.jobs = []


_feed: ContextVar[Feed | None] = ContextVar("feed", default=None)


@contextmanager
def feeding(document_type: str) -> Iterator[bool]:
    """Be the writer of this index meanwhile. False: another process is, or the index is of an older program."""
    with index.writing(wait=False) as is_writer:
        if not is_writer or not _can_feed(document_type):
            yield False
            return
        refresh(document_type, clock.today())
        feed = Feed(document_type)
        token = _feed.set(feed)
        try:
            yield True
            feed.commit()
        finally:
            _feed.reset(token)
            feed.engine.close()


def _can_feed(document_type: str) -> bool:
    try:
        return not index.is_outdated(document_type) and index.engine(document_type) is not None
    except SearchUnavailable:
        return False


def catch_up(progress: Progress = lambda done: None) -> bool:
    """Index all that waits. False where another process is the writer, or the cluster away: it is done later."""
    with index.writing(wait=False) as is_writer:
        if not is_writer:
            return False
        try:
            for each in sources():
                name = each.document_type.name
                if index.is_outdated(name):
                    rebuild(name)
                _drain(each, progress)
                index.engine(name).close()
        except SearchUnavailable:
            return False
        return True


def waiting() -> int:
    """How many changes the index has yet to take."""
    return IndexJob.objects.count()


def _drain(
    documents: DocumentSource,
    progress: Progress = lambda done: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> int:
    """Rare commits: each costs as much as some thousand documents."""
    engine = index.engine(documents.document_type.name)
    done = 0
    while not should_stop() and (taken := list(_take_jobs(documents, engine, progress, should_stop))):
        engine.commit()
        _remove_jobs(taken)
        done += len(taken)
    return done


def _take_jobs(
    documents: DocumentSource, engine: Engine, progress: Progress, should_stop: Callable[[], bool]
) -> Iterator[int]:
    """Read the records of the oldest jobs and give them to the engine; the jobs."""
    last, count = 0, 0
    waiting = IndexJob.objects.filter(document_type=documents.document_type.name).order_by("pk")
    while count < COMMIT_EVERY and not should_stop():
        jobs = list(waiting.filter(pk__gt=last).values_list("pk", "key")[:RECORDS_AT_ONCE])
        if not jobs:
            return
        keys = sorted({key for _, key in jobs})
        gone = set(keys)
        made = (
            (each.key, each.version, engine.prepare(each.values, each.payload))
            for each in documents.load(keys)
        )
        for parcel in parcels(made):
            engine.add(parcel)
            gone.difference_update(key for key, _version, _prepared in parcel)
        engine.add((), delete=sorted(gone))
        last, count = jobs[-1][0], count + len(jobs)
        yield from (job for job, _ in jobs)
        progress(len(jobs))


def _remove_jobs(jobs: Sequence[int]) -> None:
    with transaction.atomic():
        for start in range(0, len(jobs), RECORDS_AT_ONCE):
            IndexJob.objects.filter(pk__in=jobs[start : start + RECORDS_AT_ONCE]).delete()


def refresh(document_type: str, today: date) -> int:
    """Enqueue what changed merely because days passed since the last refresh."""
    known, _ = IndexClock.objects.get_or_create(document_type=document_type, defaults={"day": today})
    if known.day >= today:
        return 0
    with transaction.atomic():
        keys = list(source(document_type).changed_by_time(known.day, today))
        enqueue(document_type, keys)
        IndexClock.objects.filter(pk=document_type).update(day=today)
    return len(keys)


@dataclass(frozen=True)
class Difference:
    missing: int
    stale: int
    surplus: int

    @property
    def total(self) -> int:
        return self.missing + self.stale + self.surplus


def compare(document_type: str) -> tuple[Difference, list[int]]:
    """How the index differs from the records, and which keys. Both are read in key order: flat memory."""
    records = ((key, 0, version) for key, version in source(document_type).versions())
    indexed = ((key, 1, version) for key, version in index.engine(document_type).versions())
    counts, keys = [0, 0, 0], []
    for key, group in groupby(merge(records, indexed), key=lambda item: item[0]):
        sides = {side: version for _, side, version in group}
        if kind := _how_different(sides):
            counts[kind - 1] += 1
            keys.append(key)
    return Difference(*counts), keys


def _how_different(sides: dict[int, int]) -> int:
    """0 equal, 1 missing in the index, 2 stale, 3 surplus."""
    if 1 not in sides:
        return 1
    if 0 not in sides:
        return 3
    return 2 if sides[0] != sides[1] else 0


def reconcile(document_type: str) -> Difference:
    """Heal the index: enqueue every record whose document is missing, stale or surplus."""
    difference, keys = compare(document_type)
    enqueue(document_type, keys)
    if difference.total:
        log.warning(
            "%s: the index differed from the records and is being healed: %s", document_type, difference
        )
    return difference


def rebuild(document_type: str, progress: Progress = lambda done: None) -> int:
    """Make the index anew beside the one in use, then swap; searches go on meanwhile. How many documents.

    Runs beside a working writer: what changes during the rebuild is found by the reconcile after the swap.
    """
    documents = source(document_type)
    generation = index.new_generation(document_type)
    engine = index.open_generation(document_type, generation)
    engine.write(_all_documents(documents, progress))
    engine.close()
    index.switch(document_type, generation)
    reconcile(document_type)
    index.remove_others(document_type, keep=generation)
    return engine.count()


def _all_documents(documents: DocumentSource, progress: Progress) -> Iterator[Document]:
    keys = (key for key, _ in documents.versions())
    while slice_ := list(islice(keys, RECORDS_AT_ONCE)):
        yield from documents.load(slice_)
        progress(len(slice_))


def work(should_stop: Callable[[], bool], pause: float = 0.5) -> None:
    """The worker: the one writer, until told to stop. Waits while another process writes."""
    with index.writing(wait=True):
        next_reconcile = 0.0
        while not should_stop():
            try:
                if time.monotonic() >= next_reconcile:
                    _look_after_all()
                    next_reconcile = time.monotonic() + RECONCILE_EVERY_SECONDS
                done = sum(_drain(each, should_stop=should_stop) for each in sources())
            except SearchUnavailable:
                next_reconcile = 0.0
                time.sleep(AWAY_SECONDS)
                continue
            if not done:
                time.sleep(pause)


def _look_after_all() -> None:
    for each in sources():
        name = each.document_type.name
        if not index.fits(name):
            log.info("%s: the index is made anew for this version of the program", name)
            rebuild(name)
        refresh(name, clock.today())
        reconcile(name)
