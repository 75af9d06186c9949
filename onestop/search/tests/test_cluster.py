"""What a search does while the cluster changes."""

from collections.abc import Callable

import pytest
from opensearchpy.exceptions import TransportError

from onestop.search.cluster import patiently
from onestop.search.errors import SearchUnavailable

LOST = TransportError(
    500,
    "search_phase_execution_exception",
    {"error": {"reason": "[node-2][127.0.0.1:1][query/id] disconnected"}},
)
WRONG = TransportError(500, "null_pointer_exception", {"error": {"reason": "a fault of the server"}})


def _failing(error: TransportError, times: int) -> Callable[[], str]:
    left = [error] * times

    def call() -> str:
        if left:
            raise left.pop()
        return "found"

    return call


@pytest.mark.parametrize("error", [LOST, TransportError(503, "busy", {})])
def test_what_passes_is_waited_for(error: TransportError) -> None:
    assert patiently(_failing(error, 2)) == "found"
    with pytest.raises(SearchUnavailable):
        patiently(_failing(error, 100), seconds=0.1)


def test_a_fault_of_the_server_is_told_at_once() -> None:
    with pytest.raises(TransportError):
        patiently(_failing(WRONG, 1))
