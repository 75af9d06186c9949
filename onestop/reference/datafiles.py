"""The package's own data files: facts that officers and lawyers can read and correct without touching code."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "data"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache
def data_file(name: str) -> Any:
    """The parsed file; the same object each time, so never change it."""
    with (FOLDER / name).open(encoding="utf-8") as file:
        return yaml.load(file, Loader=_LOADER)  # noqa: S506 - both loaders are the safe ones
