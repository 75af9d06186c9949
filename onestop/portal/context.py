"""The frame of every page: whose platform it is, where one is, in which language and type size."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext as _

from onestop.accounts.access import may
from onestop.portal.display import is_large
from onestop.portal.officer.desk import desk
from onestop.portal.pages.site import district_name, notice
from onestop.portal.pages.types import Option
from onestop.watches.services import ACTION as KEEPS


@dataclass(frozen=True)
class Site:
    district: str
    notice: str
    nav: tuple[Option, ...]
    own: tuple[Option, ...]
    """What the person who is signed in keeps."""
    languages: tuple[Option, ...]
    is_large: bool


def site(request: HttpRequest) -> dict[str, Site]:
    """For the templates (settings.TEMPLATES)."""
    return {
        "site": Site(
            district=district_name(),
            notice=notice(),
            nav=(*_nav(request.path), *_desk(request)),
            own=tuple(_own(request)),
            languages=tuple(_languages(request)),
            is_large=is_large(request),
        )
    }


def _nav(path: str) -> list[Option]:
    names = {
        "search": _("专利检索"),
        "trademarks": _("商标查询"),
        "overview": _("专利总览"),
        "number": _("号码识别"),
        "data": _("数据说明"),
    }
    return [
        Option(name, label, href := reverse(f"portal:{name}"), href == path) for name, label in names.items()
    ]


def _desk(request: HttpRequest) -> list[Option]:
    """Only for those for whom something stands on it."""
    href = reverse("portal:desk")
    return [Option("desk", _("工作台"), href, request.path.startswith(href))] if desk(request.user) else []


def _own(request: HttpRequest) -> list[Option]:
    names = {"watches": _("我的关注"), "basket": _("文献夹")} if may(request.user, KEEPS) else {}
    return [
        Option(name, label, href := reverse(f"portal:{name}"), href == request.path)
        for name, label in names.items()
    ]


def _languages(request: HttpRequest) -> list[Option]:
    """The same page in each language; of a page that does not exist, the front page."""
    here = request.get_full_path()
    return [
        Option(code, get_language_info(code)["name_local"], _in_language(here, code), code == get_language())
        for code, _name in settings.LANGUAGES
    ]


def _in_language(address: str, code: str) -> str:
    there = translate_url(address, code)
    if there != address or code == get_language():
        return there
    with override(code):
        return reverse("portal:home")
