"""The verbs of the index: enqueue, catch up, rebuild."""

from collections.abc import Iterable

from onestop.search.models import IndexJob


def enqueue(document_type: str, keys: Iterable[int]) -> None:
    """Say, in the transaction that changes them, that these records must be indexed anew (or removed)."""
    IndexJob.objects.bulk_create(IndexJob(document_type=document_type, key=key) for key in keys)
