from collections.abc import Iterator

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """A test's data are rolled back, and the next one's have the same keys."""
    caches["process"].clear()
    yield
    caches["process"].clear()
