"""A user's own statement of which column of a file is what."""

from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.ingest.sources.spreadsheet.sets import SUBJECT, all_fields, column_sets


def read_mapping(path: Path) -> dict[str, str]:
    """A YAML file of lines `field: header`, `field: =text` (for all rows alike) and `subject: column set`."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _problem(path, str(error)) from error
    return check_mapping(path, content)


def check_mapping(path: Path, content: object) -> dict[str, str]:
    """`path` is only named in the error."""
    if not isinstance(content, dict) or not content:
        raise _problem(path, _("它应当由“字段: 列名”的行组成"))
    unknown = [str(name) for name in content if name not in (SUBJECT, *all_fields())]
    if unknown:
        raise _problem(path, _("没有这样的字段：%(names)s") % {"names": "、".join(unknown)})
    sets = [each.name for each in column_sets()]
    if content.get(SUBJECT, sets[0]) not in sets:
        raise _problem(path, _("subject 应当是其中之一：%(names)s") % {"names": "、".join(sets)})
    return {name: str(header) for name, header in content.items()}


def _problem(path: Path, reason: str) -> UserError:
    return UserError(
        "ingest.bad_mapping",
        _("列名对照文件 %(path)s 不能用：%(reason)s。") % {"path": path, "reason": reason},
        _(
            "每行写一个“字段: 文件里的列名”，例如“title: 成果名称”；全表都一样的写“字段: =内容”，"
            "例如“level: =省级”。字段有：%(fields)s。"
        )
        % {"fields": "、".join(all_fields())},
    )
