"""Places of the IPC that were moved: an older table means the newer symbol too, and the other way round."""

from functools import lru_cache

from onestop.reference.datafiles import FOLDER, data_file
from onestop.reference.industries import patterns_matching

FILE = "ipc_concordance.yaml"


@lru_cache(maxsize=100_000)
def moved(symbol: str) -> tuple[str, ...]:
    """Where the place of the symbol was before, or is now, as far as the data file tells: G06V10/82 -> G06K9/00."""
    own = patterns_matching(symbol)
    found: dict[str, None] = {}
    for pattern in own:
        found |= dict.fromkeys(_other_places().get(pattern, ()))
    return tuple(each for each in found if each not in own)


def text() -> str:
    """The data file, for whoever must notice that it changed."""
    return (FOLDER / FILE).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _other_places() -> dict[str, tuple[str, ...]]:
    """Pattern -> symbols that stand for the places on the other side."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in data_file(FILE):
        for here, there in ((entry["was"], entry["now"]), (entry["now"], entry["was"])):
            for pattern in here:
                found[pattern] = (*found.get(pattern, ()), *map(_symbol, there))
    return found


def _symbol(pattern: str) -> str:
    """One that the pattern takes in: G06K9* -> G06K9/00, G06V* -> G06V."""
    stem = pattern.removesuffix("*")
    return f"{stem}/00" if pattern.endswith("*") and len(stem) > 4 else stem
