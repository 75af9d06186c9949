"""JSON that stays JSON, with other values, of other kinds and in other places."""

import json
import random
from typing import Any

from onestop.ingest.tests.reshape import PART, Changed, starts, value


class JsonForm:
    """Objects: one a line, in an array, or one alone over several lines, from whose lists rows are made."""

    def __init__(self, content: bytes) -> None:
        text = content.decode()
        self.is_array = text.lstrip().startswith("[")
        is_one = not self.is_array and "\n" in text.strip() and _parsed(text) is not None
        if self.is_array:
            self.items = [json.dumps(each, ensure_ascii=False) for each in json.loads(text)]
        else:
            self.items = [text] if is_one else text.splitlines()
        self.count = 0 if is_one else len(self.items)

    def changed(self, rng: random.Random) -> Changed:
        items, more = list(self.items), 0
        place = rng.randrange(len(items))
        if rng.random() < 0.1:
            items[place : place + 1], more = rng.choice((([], -1), ([items[place]] * 2, 1)))
        else:
            items[place] = _another_object(items[place], rng)
        return Changed(self._joined(items), more, 1)

    def parts(self) -> "list[JsonForm]":
        return [JsonForm(self._joined(self.items[start : start + PART])) for start in starts(self.count)]

    def unchanged(self) -> bytes:
        return self._joined(self.items)

    def _joined(self, items: list[str]) -> bytes:
        return (f"[{', '.join(items)}]" if self.is_array else "".join(f"{each}\n" for each in items)).encode()


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _another_object(text: str, rng: random.Random) -> str:
    found = _parsed(text)
    places = list(_places(found))
    if not places:
        return text
    _change_json(*rng.choice(places), rng)
    return json.dumps(found, ensure_ascii=rng.random() < 0.2)


def _places(found: Any) -> list[tuple[Any, Any]]:
    if not isinstance(found, dict | list):
        return []
    keys = list(found) if isinstance(found, dict) else list(range(len(found)))
    return [(found, key) for key in keys] + [pair for key in keys for pair in _places(found[key])]


def _change_json(container: Any, key: Any, rng: random.Random) -> None:
    old = container[key]
    match rng.randrange(8):
        case 0 | 1 | 2:
            container[key] = value(rng)
        case 3:
            container[key] = rng.choice(
                (None, True, 0, -1, 10**400, 1e308, [], {}, "", [[]], [None, {}], {"": {}})
            )
        case 4:
            container[key] = rng.choice(([old], {"x": old}, [old] * 50, [[old]], {str(key): old}))
        case 5:
            del container[key]
        case 6 if isinstance(container, dict):
            container[rng.choice((*container, value(rng)))] = container.pop(key)
        case _:
            container[key] = deep = []  # type: ignore[var-annotated]
            for _each in range(rng.choice((5, 90, 400))):
                deep.append([])
                deep = deep[0]
