"""Notices by mail: one mail a person, each notice once. Only where mail is configured."""

import logging
from itertools import groupby

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from onestop.accounts.access import may
from onestop.core import clock
from onestop.records.search import display_number
from onestop.watches.models import Notice
from onestop.watches.services import ACTION
from onestop.watches.texts import said

log = logging.getLogger(__name__)
MOST = 50
"""Notices in one mail; the page has the others."""
_NO_MAIL = ("console", "dummy")


def is_configured() -> bool:
    return not any(f".{name}." in settings.EMAIL_BACKEND for name in _NO_MAIL)


def send() -> int:
    """How many mails went out. One that fails is tried again at the next look; the others still go."""
    if not is_configured():
        return 0
    waiting = Notice.objects.filter(mailed_at=None, read_at=None, watch__owner__is_active=True)
    rows = waiting.select_related("watch__owner").order_by("watch__owner_id", "pk")
    sent = 0
    for owner, group in groupby(rows, key=lambda each: each.watch.owner):
        notices = list(group)
        if may(owner, ACTION) and _sent(owner.email, owner.display_name, notices):
            Notice.objects.filter(pk__in=[each.pk for each in notices]).update(mailed_at=clock.now())
            sent += 1
    return sent


def _sent(address: str, name: str, notices: list[Notice]) -> bool:
    lines = [(display_number(each.watch.number), said(each)) for each in notices[:MOST]]
    context = {"name": name, "lines": lines, "more": len(notices) - len(lines)}
    subject = _("您关注的专利有 %d 条新情况") % len(notices)
    try:
        return bool(send_mail(subject, render_to_string("watches/mail.txt", context), None, [address]))
    except OSError as error:  # what smtplib raises is one
        log.warning("mail to a watcher did not go out: %s", error)
        return False
