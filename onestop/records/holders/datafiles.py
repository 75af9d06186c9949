"""Words, look-alikes and thresholds of matching: data that an officer can read and correct."""

from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "data"


@lru_cache
def data_file(name: str) -> Any:
    """The parsed file; the same object each time, so never change it."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


@cache
def words_digest() -> str:
    """Of all of them: what they told changes with it."""
    content = b"".join(path.read_bytes() for path in sorted(FOLDER.glob("*.yaml")))
    return blake2b(content, digest_size=16).hexdigest()
