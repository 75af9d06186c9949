"""Numbers of international applications (PCT Administrative Instructions, Section 307): PCT/CN2017/076240.

Before 2004 the year had two digits and the serial five: PCT/CN03/00123, canonical PCT/CN2003/000123.
"""

import re

from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.records.values.errors import accepts
from onestop.records.values.folding import DOTS, HYPHENS, squeezing

_SQUEEZE = squeezing(drop=DOTS + HYPHENS + ",，")
_LABEL = re.compile(r"\A[^0-9A-Z]*[号號]:?")
# Either the slashes part the number, or its length does.
_SHAPE = re.compile(
    "PCT/([A-Z]{2})([0-9]{2}|[0-9]{4})/([0-9]{1,6})"
    "|PCT/?([A-Z]{2})(?:([0-9]{2})([0-9]{5})|([0-9]{4})([0-9]{6}))"
)
_FIRST_YEAR = 1978  # the Treaty came into force


def clean(text: str) -> str:
    match = _SHAPE.fullmatch(_LABEL.sub("", text.translate(_SQUEEZE), count=1))
    if match is None:
        raise _problem("pct_number.format", _("“%(text)s”不是国际申请号。"), text)
    office, year, serial = (part for part in match.groups() if part is not None)
    filed = _full_year(year)
    if not _FIRST_YEAR <= filed <= clock.today().year or int(serial) == 0:
        raise _problem("pct_number.impossible", _("国际申请号“%(text)s”的年份或流水号不可能。"), text)
    return f"PCT/{office}{filed}/{int(serial):06d}"


def is_valid(text: str) -> bool:
    return accepts(clean, text)


def _full_year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= _FIRST_YEAR % 100 else 2000)


def _problem(code: str, message: str, text: str) -> UserError:
    return UserError(code, message % {"text": text.strip()[:40]}, _("国际申请号的格式是 PCT/CN2017/076240。"))
