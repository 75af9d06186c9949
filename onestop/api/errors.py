"""Every answer that is not a success has one shape: code, message, hint (as `core.errors.UserError`)."""

import logging
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError
from pydantic import ConfigDict

from onestop.core.errors import UserError
from onestop.portal.pages import NotFound
from onestop.search.errors import SearchUnavailable

log = logging.getLogger(__name__)

# The rules that our parameters use; what else pydantic may say is shown in its own English words.
_REASONS = {
    "int_parsing": gettext_lazy("须为整数"),
    "greater_than_equal": gettext_lazy("不能小于 %(ge)s"),
    "less_than_equal": gettext_lazy("不能大于 %(le)s"),
    "string_too_long": gettext_lazy("最多 %(max_length)s 个字符"),
    "missing": gettext_lazy("不能缺少"),
}


class Error(Schema):
    """What is wrong, where, and what to do about it."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    code: str
    """Stable and machine-readable: `search.syntax`."""
    message: str
    """What is wrong and where, in the language of the request."""
    hint: str
    """What to do; may be empty."""


def answer(status: int, code: str, message: str, hint: str = "") -> JsonResponse:
    return JsonResponse(
        {"code": code, "message": message, "hint": hint},
        status=status,
        json_dumps_params={"ensure_ascii": False},
    )


def not_found() -> JsonResponse:
    return answer(404, "api.not_found", _("没有这个地址"), _("全部地址见 /api/v1/docs"))


def bad_request() -> JsonResponse:
    return answer(400, "api.bad_request", _("请求有误"), _("请检查网址里的字符；参数说明见 /api/v1/docs"))


def not_allowed(method: str | None) -> JsonResponse:
    message = _("这个地址不接受 %s 请求") % method
    return answer(405, "api.method_not_allowed", message, _("请用 GET 请求"))


def use_one_shape(api: NinjaAPI) -> None:
    api.exception_handler(UserError)(_user_error)
    api.exception_handler(Http404)(lambda request, error: not_found())
    api.exception_handler(ValidationError)(_wrong_parameter)
    api.exception_handler(Exception)(_unexpected)


def _user_error(request: HttpRequest, error: UserError) -> JsonResponse:
    status = 404 if isinstance(error, NotFound) else 503 if isinstance(error, SearchUnavailable) else 400
    return answer(status, error.code, error.message, error.hint)


def _wrong_parameter(request: HttpRequest, error: ValidationError) -> JsonResponse:
    first = error.errors[0]
    message = _("参数 %(name)s：%(reason)s") % {
        "name": _parameter_name(first["loc"]),
        "reason": _reason(first),
    }
    return answer(422, "api.wrong_parameter", message, _("参数说明见 /api/v1/docs"))


def _parameter_name(location: tuple[str | int, ...]) -> str:
    """The last name of the path: ("query", "parameters", "size") or ("query", "kind", 0)."""
    return [str(part) for part in location if isinstance(part, str)][-1]


def _reason(found: Mapping[str, Any]) -> str:
    template = _REASONS.get(found["type"])
    return str(template) % found.get("ctx", {}) if template else str(found["msg"])


def _unexpected(request: HttpRequest, error: Exception) -> JsonResponse:
    """Our fault: the log has all of it, the caller learns nothing of our insides."""
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return answer(500, "api.internal", _("服务器出错了"), _("请稍后再试；如一直出现，请告知管理员"))
