"""Words, sounds and look-alikes: data that an officer can read and correct."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "data"


@cache
def data_file(name: str) -> Any:
    """The parsed file; the same object each time, so never change it."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
