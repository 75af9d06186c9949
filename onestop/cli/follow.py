"""What follows from changed records: the reasons of high-value inventions, so that figures are up to date."""

import sys

import click
from django.utils.translation import gettext as _


def assess(*, is_silent: bool) -> None:
    """Only inventions that are new or changed are looked at."""
    from onestop.indicators.high_value.assess import refresh

    with click.progressbar(label=_("评估高价值发明"), length=0, file=sys.stderr, hidden=is_silent) as bar:
        refresh(bar.update)
