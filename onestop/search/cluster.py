"""The cluster of ONESTOP_SEARCH_URL: its address, one connection for each process, and what goes wrong with it.

https://user:password@search1:9200,search2:9200/?shards=3&replicas=1&ca=/etc/ssl/city.pem
"""

import logging
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import TransportError

from onestop.core.errors import UserError
from onestop.search.errors import SearchUnavailable

log = logging.getLogger(__name__)
PATIENCE_SECONDS = 4.0
"""How long a search waits while the cluster gives the work of a lost node to another."""
WRITE_PATIENCE_SECONDS = 60.0
_BUSY = frozenset([429, 502, 503, 504])
_LOST = ("disconnected_exception", "not_connected_exception", "node_closed_exception", "disconnected")
"""What an error of the server (500) speaks of when a node was lost while it answered: others have its copies."""
_REFUSED = frozenset([401, 403])
_MISSING = 404
_BROKEN = 500
T = TypeVar("T")


@dataclass(frozen=True)
class Address:
    hosts: tuple[str, ...]
    """https://search1:9200"""
    user: str
    password: str
    prefix: str = "onestop-"
    """Of the names of all indexes, so that several platforms can share a cluster."""
    shards: int = 1
    replicas: int = 1
    """Copies of each shard, on other nodes, as far as there are as many nodes."""
    refresh: str = "1s"
    timeout: float = 10.0
    ca: str = ""
    """File of the certificates to trust, where the system's own do not do."""


_OPTIONS: dict[str, Callable[[str], Any]] = {
    "prefix": str,
    "shards": int,
    "replicas": int,
    "refresh": str,
    "timeout": float,
    "ca": str,
}


@lru_cache(maxsize=4)
def address(url: str) -> Address:
    """Raises UserError that names the part that is wrong, never the password."""
    parts = urlsplit(url)
    account, _at, names = parts.netloc.rpartition("@")
    user, _colon, password = account.partition(":")
    if parts.scheme not in ("http", "https") or not names or parts.path.strip("/"):
        raise _wrong(_("要写成 http(s)://主机:端口[,主机:端口…][?选项]"))
    hosts = tuple(f"{parts.scheme}://{name}" for name in names.split(","))
    options = {key: _option(key, value) for key, value in parse_qsl(parts.query)}
    return Address(hosts, unquote(user), unquote(password), **options)


def _option(key: str, value: str) -> Any:
    if key not in _OPTIONS:
        raise _wrong(_("没有选项 %(key)s；可用的有 %(known)s") % {"key": key, "known": "、".join(_OPTIONS)})
    try:
        return _OPTIONS[key](value)
    except ValueError as error:
        raise _wrong(_("选项 %(key)s 不能是 %(value)s") % {"key": key, "value": value}) from error


def _wrong(message: str) -> UserError:
    return UserError("search.address", f"ONESTOP_SEARCH_URL: {message}", _("见 docs/operators/cluster.md"))


def current() -> Address:
    return address(settings.SEARCH_URL)


@lru_cache(maxsize=4)
def client(at: Address) -> OpenSearch:
    """Thread-safe; a node that does not answer is left alone for a while, and the next one asked."""
    options: dict[str, Any] = {"http_auth": (at.user, at.password)} if at.user else {}
    if at.hosts[0].startswith("https:"):
        options["ssl_context"] = ssl.create_default_context(cafile=at.ca or None)
    return OpenSearch(
        list(at.hosts),
        timeout=at.timeout,
        max_retries=len(at.hosts),
        retry_on_timeout=True,
        retry_on_status=(),  # `patiently` does that, with pauses
        pool_maxsize=16,
        http_compress=True,
        **options,
    )


def patiently(call: Callable[[], T], seconds: float = PATIENCE_SECONDS) -> T:
    """The answer of the cluster; where it is busy or moving shards it is asked again. Raises SearchUnavailable."""
    deadline, pause = time.monotonic() + seconds, 0.05
    while True:
        try:
            return call()
        except NoConnection as error:
            raise _away(error) from error
        except TransportError as error:
            if error.status_code in _REFUSED:
                raise _refused() from error
            if error.status_code == _MISSING and "index_not_found" in str(error.error):
                raise _away(error) from error  # somebody removed it: the worker makes it anew
            if not _will_pass(error):
                raise
            if time.monotonic() + pause > deadline:
                raise _away(error) from error
        time.sleep(pause)
        pause = min(pause * 2, 1.0)


def _will_pass(error: TransportError) -> bool:
    return error.status_code in _BUSY or (
        error.status_code == _BROKEN and any(sign in f"{error.error} {error.info}" for sign in _LOST)
    )


def _away(error: Exception) -> SearchUnavailable:
    log.warning("the search cluster does not answer: %s", error)
    return SearchUnavailable(
        _("检索服务暂时连不上，其他功能照常。"),
        _("请过几分钟再试；已经录入的数据都在，恢复后自动可以检索到。"),
    )


def _refused() -> SearchUnavailable:
    log.error("the search cluster refuses the account in ONESTOP_SEARCH_URL")
    return SearchUnavailable(_("检索服务拒绝了本平台的账号。"), _("请管理员检查 ONESTOP_SEARCH_URL。"))


@dataclass(frozen=True)
class Health:
    name: str
    status: str
    """green: every shard has its copies; yellow: some copies are missing; red: some records cannot be found."""
    nodes: int
    unassigned: int


def health(at: Address) -> Health:
    found = patiently(lambda: client(at).cluster.health())
    return Health(
        found["cluster_name"], found["status"], found["number_of_nodes"], found["unassigned_shards"]
    )
