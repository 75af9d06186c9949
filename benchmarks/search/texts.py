"""What is indexed and what is asked, the same for the product and its peers."""

from collections.abc import Iterator
from random import Random

from benchmarks import corpus
from onestop.core import clock
from onestop.records.fields import PATENT
from onestop.records.models import Patent
from onestop.records.search import document
from onestop.records.status import dates_of
from onestop.search import tokens
from onestop.search.schema import Document, Field, FieldType

QUERIES = (
    "电机",
    "永磁同步电机",
    "电机 噪声",
    "转子 散热 密封",
    '"降低了运行噪声"',
    "电机 OR 水泵",
    "电机 NOT 散热",
    "TI=锂",
    "TI,AB=(电池 OR 电芯) AND 安全",
    "申请人=电机 AND 散热",
)
"""Text queries, which the peers can answer too. The slowest kind is a single character."""
FACETS = ("kind", "status", "filed_year", "ipc_section", "ipc_subclass", "applicant", "region")
TEXT_FIELDS: tuple[Field, ...] = tuple(field for field in PATENT.fields if field.type == FieldType.TEXT)


def documents(number: int, seed: int, texts: corpus.Texts | None = None) -> Iterator[Document]:
    today = clock.today()
    for key, record in enumerate(corpus.patents(number, seed, texts=texts), 1):
        dates = dates_of(record)
        patent = Patent(
            pk=key,
            kind=record.kind,
            filed_on=record.filed_on,
            published_on=dates.published_on,
            granted_on=dates.granted_on,
            ends_on=dates.ends_on,
            closed_on=dates.closed_on,
            legal_data_to=record.legal_data_to,
        )
        yield document(patent, record, today)


def random_queries(seed: int, texts: corpus.Texts | None = None) -> Iterator[str]:
    """One or two words of titles that the corpus could have, of another seed."""
    rng = Random(seed)
    for record in corpus.patents(1_000_000, seed + 1, texts=texts):
        words = [word for word in tokens.words(record.title) if len(word) > 1 and word.isalpha()]
        if words:
            yield " ".join(rng.sample(words, min(rng.choice((1, 2)), len(words))))
