"""A set of records that a figure counts, and how to see the same set."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True)
class Counted:
    records: "QuerySet[Any]"
    query: str = ""
    """The search for the same patents; empty where they are no patents or no search tells them apart."""
    missing: str = ""
    """Which data is missing to compute it; empty where nothing is."""
    region_field: str = "region"
    """Where a record's region stands, so that one query counts for every region."""
