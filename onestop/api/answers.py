"""What an address answers with: its page, or the one shape of errors."""

from typing import Any

from pydantic import ConfigDict, with_config

from onestop.api.errors import Error

# Docstrings of the page types become the descriptions of the OpenAPI document.
_documented = with_config(ConfigDict(use_attribute_docstrings=True))


def answers(page: type[Any], *errors: int) -> dict[int, Any]:
    return {200: _documented(page)} | dict.fromkeys((*errors, 500), Error)
