"""What must be there before anything else makes sense: our own data files, and the list of regions that npm brings."""

from collections.abc import Sequence
from typing import Any

import yaml
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.reference import datafiles, regions, workdays


@register
def data_files_parse(**kwargs: Any) -> Sequence[CheckMessage]:
    """`reference.E001`: a data file that somebody has edited is still YAML, and the calendar still has days."""
    problems: list[CheckMessage] = []
    for path in sorted(datafiles.FOLDER.glob("*.yaml")):
        try:
            datafiles.data_file(path.name)
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
            problems.append(_unreadable(path.name, problem))
    try:
        workdays.calendar_years()
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as problem:
        problems.append(_unreadable("calendar.yaml", problem))
    return problems


def _unreadable(name: str, problem: Exception) -> Error:
    return Error(
        _("参考数据文件 %(name)s 无法读取：%(problem)s") % {"name": name, "problem": problem},
        hint=_("请改正 onestop/reference/data 中的这个文件。"),
        id="reference.E001",
    )


@register
def regions_are_installed(**kwargs: Any) -> Sequence[CheckMessage]:
    """`reference.E002`: without the list of regions no address and no indicator has a place."""
    try:
        regions.regions()
    except UserError as problem:
        return [Error(problem.message, hint=problem.hint, id="reference.E002")]
    return []
