"""Locarno Classification of designs: what its 32 classes are called."""

from collections.abc import Mapping

from django.utils.translation import get_language

from onestop.reference.datafiles import data_file


def locarno_title(symbol: str, language: str = "") -> str:
    """Title of the class of 09-05 or 09, in "zh-hans" or "en" (empty: the language of the page); else empty."""
    key = "zh" if (language or get_language() or "zh").startswith("zh") else "en"
    titles = locarno_classes().get(symbol.partition("-")[0])
    return titles[key] if titles else ""


def locarno_classes() -> Mapping[str, Mapping[str, str]]:
    """Class (two digits) -> its titles by language (zh, en)."""
    classes: Mapping[str, Mapping[str, str]] = data_file("locarno.yaml")["classes"]
    return classes
