"""Documents on their way to an engine, so many at once that neither memory nor a request grows with their texts."""

from collections.abc import Iterable, Iterator

from onestop.search.engine import Prepared

DOCUMENTS = 1_000
CHARACTERS = 4_000_000
"""Of prepared documents: about twenty with full descriptions of the longest kind, some thousand without."""


def parcels(documents: Iterable[tuple[int, int, Prepared]]) -> Iterator[list[tuple[int, int, Prepared]]]:
    """(key, version, document) in their order; one that is too long travels alone."""
    parcel: list[tuple[int, int, Prepared]] = []
    size = 0
    for each in documents:
        length = len(each[2].rest)
        if parcel and (len(parcel) == DOCUMENTS or size + length > CHARACTERS):
            yield parcel
            parcel, size = [], 0
        parcel.append(each)
        size += length
    if parcel:
        yield parcel
