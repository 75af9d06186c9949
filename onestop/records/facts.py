"""Which facts a statement about a patent says, as one number: so each fact leads to the file and row that told it.

The order is the meaning of the stored bits: append, never reorder.
"""

from onestop.records.types import PatentRecord

FACTS = (
    "kind",
    "title",
    "application_number",
    "abstract",
    "filed_on",
    "publications",
    "applicants",
    "patentees",
    "inventors",
    "agencies",
    "agents",
    "ipc",
    "locarno",
    "address",
    "region",
    "events",
    "legal_data_to",
    "priorities",
    "citations",
    "texts",
    "cpc",
    "pct_application",
    "pct_publication",
    "national_phase_on",
)


def mask(record: PatentRecord) -> int:
    return sum(1 << bit for bit, name in enumerate(FACTS) if getattr(record, name))


def facts(mask: int) -> tuple[str, ...]:
    return tuple(name for bit, name in enumerate(FACTS) if mask >> bit & 1)
