"""What all commands share: how they end, in which language they speak, and how an error is shown."""

import json
import os
from typing import Any

import click
import django

from onestop.core.errors import UserError

INTERRUPTED = 130  # 128 + SIGINT, as shells have it


class Failure(click.ClickException):
    """An error the user can put right: message and hint on stderr, or the JSON of both on stdout."""

    def __init__(self, error: UserError, *, as_json: bool) -> None:
        super().__init__(error.message)
        self.error = error
        self.as_json = as_json

    def show(self, file: Any = None) -> None:
        if self.as_json:
            click.echo(json.dumps(self.error.as_dict(), ensure_ascii=False))
            return
        for text in filter(None, (self.error.message, self.error.hint)):
            click.echo(text, err=True)


class WrongUse(Failure):
    """What was asked cannot be understood."""

    exit_code = 2


class Commands(click.Group):
    def invoke(self, context: click.Context) -> Any:
        as_json = "--json" in context.args
        try:
            _set_up()
            return _in_own_language(super().invoke, context)
        except UserError as error:
            raise Failure(error, as_json=as_json) from error
        except KeyboardInterrupt:
            raise click.exceptions.Exit(INTERRUPTED) from None


def _set_up() -> None:
    """Reading the settings makes the data folder, which is the first thing that can fail."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onestop.settings")
    try:
        django.setup()
    except OSError as error:
        # No translation yet: the settings that name the languages could not be read.
        raise UserError(
            "settings.data_folder",
            f"数据文件夹不能使用（data folder cannot be used）：{error}",
            "请把环境变量 ONESTOP_DATA 设为可写的文件夹（set ONESTOP_DATA to a folder you may write to）",
        ) from error


def _in_own_language(invoke: Any, context: click.Context) -> Any:
    from django.db import OperationalError, ProgrammingError
    from django.utils import translation
    from django.utils.translation import gettext as _

    with translation.override(_language()):
        try:
            return invoke(context)
        except (OperationalError, ProgrammingError) as error:
            if "locked" in str(error):
                raise UserError(
                    "database.busy",
                    _("另一个进程长时间占用数据库，本命令没有等到。"),
                    _(
                        "已写入的内容没有丢失；请稍后再执行一次，从断点继续。多进程同时写入时建议使用 PostgreSQL。"
                    ),
                ) from error
            raise UserError(
                "database.unusable",
                _("数据库不能使用：%s") % error,
                _("请运行 onestop manage migrate；详情见 onestop doctor"),
            ) from error


def _language() -> str:
    """English where the terminal asks for it (POSIX: LC_ALL, LC_MESSAGES, LANG), else the platform's own."""
    from django.conf import settings

    asked = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "en" if asked.startswith("en") else settings.LANGUAGE_CODE
