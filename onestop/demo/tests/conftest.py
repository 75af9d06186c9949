from functools import lru_cache

import pytest

from onestop.demo import generator
from onestop.records.registers.records import InternationalRecord
from onestop.records.types import PatentRecord


@lru_cache(maxsize=1)
def _all_records() -> list[PatentRecord]:
    return list(generator.records())


@pytest.fixture
def every() -> list[PatentRecord]:
    """The whole district; made once for all tests."""
    return _all_records()


@pytest.fixture(scope="session")
def international() -> list[InternationalRecord]:
    return list(generator.international_applications())
