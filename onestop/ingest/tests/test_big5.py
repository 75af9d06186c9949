"""Traditional Chinese as Windows writes it."""

from pathlib import Path

import pytest

from onestop.ingest.services import ingest
from onestop.ingest.tests import make
from onestop.records.models import Patent


@pytest.mark.django_db
def test_big5_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"申請號,專利名稱,申請人\n{make.number(1)},調光裝置,甲公司\n", encoding="big5")
    assert ingest(path).created == 1
    assert Patent.objects.get().title == "調光裝置"
