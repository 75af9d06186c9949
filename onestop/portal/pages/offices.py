"""Names of patent offices and languages, by their codes."""

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def office_name(code: str) -> str:
    """WIPO ST.3; the code itself where nobody has a name for it."""
    organisations = {
        "EP": _("欧洲专利局"),
        "WO": _("世界知识产权组织"),
        "EA": _("欧亚专利局"),
        "AP": _("非洲地区知识产权组织"),
        "OA": _("非洲知识产权组织"),
        "CN": _("中国"),
        "HK": _("中国香港"),
        "MO": _("中国澳门"),
        "TW": _("中国台湾"),
    }
    return organisations.get(code) or str(_locale().territories.get(code, code))


def language_name(code: str) -> str:
    """ISO 639-1."""
    return str(_locale().languages.get(code, code))


def _locale() -> Locale:
    return Locale.parse("en" if get_language() == "en" else "zh_Hans")
