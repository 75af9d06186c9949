"""Numbers of documents and applications of any office, written as the EPO's DOCDB does.

A document: office (WIPO ST.3), number, kind (ST.16): EP2400812A1; its serial is without the kind: EP2400812. Read are
the forms docdb (EP 2400812 A1), epodoc (EP2400812) and original (US 2012/0057518 A1, KR 10-2004-0032451).

An application: office and number, without check digit and kind: EP10167109, CN201510817712, US16739511. A kind other
than A stays, because offices number such applications apart: US96802307P. In a DOCDB number an international
application looks like a national one (US 9816128 W), so here it is written WO1998US016128. Epodoc numbers become
DOCDB's where the rule of the office is known (`_EPODOC`); others stay as they are.
"""

import re

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.records.values import application_number, pct_number
from onestop.records.values.errors import accepts
from onestop.records.values.folding import DOTS, HYPHENS, squeezing

_SQUEEZE = squeezing(drop=HYPHENS + DOTS + ",，/")
_OFFICE = re.compile("[A-Z]{2}")
_KIND = re.compile("[A-Z][0-9]?")
_NUMBER = re.compile("(?=[A-Z]*[0-9])[0-9A-Z]{1,24}")
_TEXT = re.compile("([A-Z]{2})([0-9A-Z]{0,23}?[0-9][A-Z]??)([A-Z][0-9]?)?")

# What offices print -> what DOCDB has.
_PRINTED = {
    "US": (
        (re.compile("((?:19|20)[0-9]{2})0([0-9]{6})"), r"\1\2"),  # publications of applications
        (re.compile("0+([1-9][0-9]*)"), r"\1"),
        (re.compile("(D|RE|PP|H|T)0+([1-9][0-9]*)"), r"\1\2"),
    ),
    "KR": ((re.compile("[12]0((?:19|20)[0-9]{9})"), r"\1"),),
}
_EPODOC = (
    (re.compile("EP(?:19|20)([0-9]{2})0([0-9]{6})"), r"EP\1\2"),
    (re.compile("(AT|DK|ES)(?:19|20)([0-9]{2})0([0-9]{6}T)"), r"\1\2\3"),  # translations of European patents
    (re.compile("(?=US[0-9]{11}[A-Z]?$)US(?:19|20)([0-9]{2})0+([1-9][0-9]*)([A-Z]?)"), r"US\2\1\3"),
    (re.compile("JP((?:19|20)[0-9]{2})0([0-9]{6})"), r"JP\1\2"),
    (re.compile("CN(?:19|20)(8[5-9]|9[0-9]|0[0-3])([1-389])0([0-9]{5})"), r"CN\1\2\3"),
    (re.compile("CN(20(?:0[4-9]|[1-9][0-9]))([1-389])([0-9]{6})"), r"CN\1\g<2>0\3"),
    (re.compile("DE19[0-9]{2}([A-Z])([0-9]{6})"), r"DE\g<1>0\2"),
)
_EPODOC_PCT = re.compile("WO((?:19|20)[0-9]{2})([A-Z]{2})([0-9]{1,6})")
_WITH_CHECK_DIGIT = re.compile("[0-9]{8}[0-9X]?|[0-9]{12}[0-9X]?")
_ONE_NUMBERING = frozenset({"CN", "EP"})
"""Offices whose kinds of applications share one numbering."""
_US_KINDS = {"60": "P", "61": "P", "62": "P", "63": "P", "29": "F"}
"""Series of provisional and of design applications."""
_US_LONG_FROM = 2011
_US_PRINTED = re.compile("[0-9]{8}")
_DOTTED_CHECK_DIGIT = frozenset({"DE", "EP", "GB"})
_CHECK_DIGIT = re.compile(r"\.[0-9]\s*$")
_KR_TYPE = re.compile("^[12]0-")


def clean(text: str) -> str:
    """EP2400812A1, or EP2400812 where the text has no kind."""
    match = _TEXT.fullmatch(text.translate(_SQUEEZE))
    if match is None:
        raise _problem(text)
    return publication(match[1], match[2], match[3] or "")


def is_valid(text: str) -> bool:
    return accepts(clean, text)


def publication(office: str, number: str, kind: str = "") -> str:
    """Of the parts that a source gives; some repeat the office in the number."""
    office, body, kind = _parts(office, number, kind)
    for pattern, plain in _PRINTED.get(office, ()):
        body = pattern.sub(plain, body) if pattern.fullmatch(body) else body
    if office == "EP" and body.isdigit():
        body = body.zfill(7)
    return f"{office}{body}{kind}"


def serial(number: str) -> str:
    """EP2400812 of the canonical EP2400812A1."""
    return number[: len(number) - len(kind_code(number))]


def kind_code(number: str) -> str:
    match = _TEXT.fullmatch(number)
    return (match and match[3]) or ""


def clean_application(text: str) -> str:
    """Also of an international application in any form."""
    squeezed = text.translate(_SQUEEZE)
    if squeezed.startswith("PCT"):
        return _international(text)
    match = _TEXT.fullmatch(squeezed)
    if match is None:
        raise _problem(text)
    return application(match[1], match[2], match[3] or "")


def application(office: str, number: str, kind: str = "") -> str:
    """Of the parts in DOCDB's or epodoc's form."""
    office, body, kind = _parts(office, number, kind)
    if kind == "W" and office != "WO":
        return _international(f"PCT{office}{body}")
    if office == "WO" and (match := _EPODOC_PCT.fullmatch(f"WO{body}")):
        return _international(f"PCT/{match[2]}{match[1]}/{match[3]}")
    kept = "" if kind[:1] == "A" or office in _ONE_NUMBERING else kind
    found = f"{office}{body}{kept}"
    for pattern, docdb in _EPODOC:
        if pattern.fullmatch(found):
            found = pattern.sub(docdb, found)
            break
    if office == "CN" and _WITH_CHECK_DIGIT.fullmatch(found[2:]):
        return f"CN{application_number.clean(found[2:])[:-1]}"
    return found


def printed_application(office: str, number: str, year: int | None = None) -> str:
    """As its office prints it: 10/991,571 (US), 10 2004 012 345.6 (DE), 10-2004-0032451 (KR), PCT/US98/16128."""
    if "PCT" in number.upper():
        return clean_application(number)
    if office == "US" and year and _US_PRINTED.fullmatch(_squeezed(number)):
        return us_application(number, year)
    if office in _DOTTED_CHECK_DIGIT:
        number = _CHECK_DIGIT.sub("", number)
    if office == "KR":
        number = _KR_TYPE.sub("", number.strip())
    return application(office, number)


def us_application(number: str, year: int) -> str:
    """Of series and serial as the USPTO writes them, 10/991,571 of 2004: US99157104; since 2011 US201113167395."""
    digits = _squeezed(number)
    if not _US_PRINTED.fullmatch(digits):
        raise _problem(number)
    series, serial_digits = digits[:2], digits[2:]
    body = f"{year}{digits}" if year >= _US_LONG_FROM else f"{int(serial_digits)}{year % 100:02d}"
    return f"US{body}{_US_KINDS.get(series, '')}"


def _international(text: str) -> str:
    """WO1998US016128 of PCT/US98/16128."""
    canonical = pct_number.clean(text)
    return f"WO{canonical[6:10]}{canonical[4:6]}{canonical[11:]}"


def _parts(office: str, number: str, kind: str) -> tuple[str, str, str]:
    office, kind = _squeezed(office), _squeezed(kind)
    body = _squeezed(number).removeprefix(office)
    if not (_OFFICE.fullmatch(office) and _NUMBER.fullmatch(body) and (not kind or _KIND.fullmatch(kind))):
        raise _problem(" ".join(filter(None, (office, number, kind))))
    return office, body, kind


def _squeezed(text: str) -> str:
    return text.translate(_SQUEEZE)


def _problem(text: str) -> UserError:
    return UserError(
        "document_number.format",
        _("“%(text)s”不是文献号或申请号。") % {"text": text.strip()[:40]},
        _("应为两个字母的局代码、号码和文献种类代码，例如 EP2400812A1。"),
    )
