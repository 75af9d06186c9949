"""Links of a list that is paged by key (`core.keyset`), keeping its filters."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from onestop.core.keyset import KeysetPage


def paging(found: KeysetPage[Any], wanted: Mapping[str, str]) -> dict[str, Any]:
    """What `accounts/_paging.html` needs."""
    kept = {name: value for name, value in wanted.items() if value}
    following = f"?{urlencode({**kept, 'after': found.after})}" if found.after else ""
    return {"found": found, "first_href": f"?{urlencode(kept)}", "next_href": following}
