"""Keeping the reasons up with the records: cheap to ask again and again, work only where something changed."""

from collections.abc import Callable

from django.core.cache import caches

from onestop.indicators.high_value.assess import refresh
from onestop.indicators.high_value.policy import FILE
from onestop.indicators.versions import records_version

_KEY = "indicators.high_value.refreshed"


def refresh_if_changed(progress: Callable[[int], None] = lambda done: None) -> int | None:
    """How many inventions had to be looked at; None where no record changed since this process asked last."""
    version = f"{records_version()}|{FILE.stat().st_mtime_ns}"
    if caches["process"].get(_KEY) == version:
        return None
    looked_at = refresh(progress)
    caches["process"].set(_KEY, version, None)
    return looked_at
