"""The client of OPS: python-epo-ops-client, with each failure as something the user can act on."""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import epo_ops
import requests
from django.conf import settings
from django.utils.translation import gettext as _
from epo_ops.middlewares import Throttler
from epo_ops.middlewares.throttle.storages import SQLite
from epo_ops.middlewares.throttle.utils import service_for_url

from onestop.core.errors import UserError

log = logging.getLogger(__name__)
ANSWER_WITHIN_SECONDS = 60.0
MAX_WAIT_SECONDS = 120
"""OPS may ask for more after a burst: then it is for the user to come back."""
MAX_ANSWER_BYTES = 64 * 1024 * 1024
_QUOTA = "quota"


class Fatal(UserError):
    """What would fail for every further number too."""


class NotHeld(UserError):
    """OPS has no such document, or not this part of it."""


class _Expired(Exception):
    pass


class _Throttler(Throttler):  # type: ignore[misc]  # the library is untyped
    """Keeps what OPS announced, but does not wait for ever."""

    def process_request(self, env: dict[str, Any], url: str, data: Any, **kwargs: Any) -> Any:
        seconds = self.history.delay_for(service_for_url(url))
        if seconds > MAX_WAIT_SECONDS:
            raise Fatal(
                "ops.throttled",
                _("OPS 要求暂停访问 %(minutes)d 分钟。") % {"minutes": seconds // 60 + 1},
                _("请到时再运行同样的命令；已取得的不会重复。"),
            )
        return super().process_request(env, url, data, **kwargs)

    def process_response(self, env: dict[str, Any], response: requests.Response) -> requests.Response:
        try:
            super().process_response(env, response)
        except (AttributeError, ValueError):
            log.warning(
                "OPS: X-Throttling-Control not understood: %r", response.headers.get("X-Throttling-Control")
            )
        return response


class Client(epo_ops.Client):  # type: ignore[misc]
    def __init__(self, throttling: SQLite) -> None:
        super().__init__(
            settings.OPS_KEY,
            settings.OPS_SECRET,
            middlewares=[_Throttler(throttling)],
            timeout=ANSWER_WITHIN_SECONDS,
        )
        self.__auth_url__ = f"{settings.OPS_URL}/auth/accesstoken"
        self.__service_url_prefix__ = f"{settings.OPS_URL}/rest-services"

    def _check_for_expired_token(self, response: requests.Response) -> requests.Response:
        if response.status_code == requests.codes.bad and b"invalid_access_token" in response.content:
            raise _Expired
        return response

    def _make_request(self, *args: Any, **kwargs: Any) -> requests.Response:
        """Once more with a new token, by the same method; the library would repeat a GET as a POST, and for ever."""
        try:
            first: requests.Response = super()._make_request(*args, **kwargs)
            return first
        except _Expired:
            self._acquire_token()
            again: requests.Response = super()._make_request(*args, **kwargs)
            return again

    def _acquire_token(self) -> None:
        try:
            super()._acquire_token()
        except (KeyError, UnicodeError, requests.JSONDecodeError) as error:
            raise _wrong_credentials() from error


@contextmanager
def connect(folder: Path) -> Iterator[Client]:
    """Raises UserError without credentials. `folder` keeps what OPS said of its limits."""
    if not (settings.OPS_KEY and settings.OPS_SECRET):
        raise Fatal(
            "ops.no_credentials",
            _("没有设置 OPS 的密钥。"),
            _("请在 developers.epo.org 免费登记，把取得的两项设为 ONESTOP_OPS_KEY 和 ONESTOP_OPS_SECRET。"),
        )
    folder.mkdir(parents=True, exist_ok=True)
    storage = SQLite(str(folder / "throttle.db"))
    with closing(storage.db):
        yield Client(storage)


def answer(ask: Callable[[], requests.Response]) -> bytes:
    """The body of the answer; every failure as a UserError."""
    try:
        content: bytes = ask().content
    except requests.HTTPError as error:
        raise _refusal(error) from error
    except _Expired as error:
        raise _wrong_credentials() from error
    except (requests.RequestException, sqlite3.Error) as error:
        raise Fatal(
            "ops.network",
            _("连不上 OPS（%(address)s）：%(reason)s。")
            % {"address": settings.OPS_URL, "reason": type(error).__name__},
            _("请检查网络和代理，或稍后再试。"),
        ) from error
    if len(content) > MAX_ANSWER_BYTES:
        raise UserError("ops.too_large", _("OPS 的回答过大，没有采用。"), _("请改用 DOCDB 数据包。"))
    return content


def _refusal(error: requests.HTTPError) -> UserError:
    response = error.response
    assert response is not None  # the library raises it for an answer
    reason = response.headers.get("X-Rejection-Reason", "")
    if response.url.endswith("/auth/accesstoken") and response.status_code < 500:
        return _wrong_credentials()
    if response.status_code == requests.codes.not_found:
        return NotHeld("ops.not_found", _("OPS 没有这个号码的文献。"), _("请核对号码和文献种类代码。"))
    if response.status_code == requests.codes.forbidden:
        hint = (
            _("本小时或本周的流量已用完，请等它恢复后再试。")
            if _QUOTA in reason.lower()
            else _("请稍后再试，每次少取一些号码。")
        )
        return Fatal("ops.refused", _("OPS 拒绝了访问：%s。") % (reason or "403"), hint)
    if response.status_code >= 500:
        message = _("OPS 暂时不能回答（%s）。") % response.status_code
        return Fatal("ops.unavailable", message, _("请稍后再试。"))
    return UserError(
        "ops.bad_request", _("OPS 不接受这个请求（%s）。") % response.status_code, _("请核对号码。")
    )


def _wrong_credentials() -> Fatal:
    return Fatal(
        "ops.wrong_credentials",
        _("OPS 不接受设置的密钥。"),
        _("请核对 ONESTOP_OPS_KEY 和 ONESTOP_OPS_SECRET。"),
    )
