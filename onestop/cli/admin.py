"""`onestop admin`: the first administrator, and the way back in for one who lost the second factor."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from onestop.cli.group import WrongUse
from onestop.core.errors import UserError

if TYPE_CHECKING:
    from onestop.accounts.models import User

_EMAIL = click.argument("email")
_JSON = click.option("--json", "as_json", is_flag=True, help="JSON")


@click.group()
def admin() -> None:
    """管理员账号：建立第一名管理员，重置第二因素。"""


@admin.command()
@_EMAIL
@click.option("--name", default="", help="姓名；不写则用邮箱中 @ 之前的部分")
@click.option("--password-stdin", is_flag=True, help="从标准输入的第一行读密码")
@_JSON
def create(email: str, name: str, password_stdin: bool, as_json: bool) -> None:
    """建立一名管理员。在终端里会询问密码；否则给出一次性密码，第一次登录时须更改。"""
    from onestop.accounts.models import User
    from onestop.accounts.roles import Role
    from onestop.accounts.services import create_person

    address = _address(email, as_json)
    password = _password(password_stdin, as_json)
    person = User(email=address, display_name=name or address.split("@")[0], role=Role.ADMINISTRATOR)
    one_time = create_person(None, person, password)
    if as_json:
        click.echo(
            json.dumps({"id": person.pk, "email": person.email, "one_time_password": one_time or None})
        )
        return
    click.echo(_("已建立管理员 %s") % person)
    if one_time:
        click.echo(_("一次性密码（只显示这一次，登录后须更改）：%s") % one_time)
    click.echo(_("请登录 /account/sign-in，并按提示设置第二因素"))


@admin.command()
@_EMAIL
@_JSON
def reset_second_factor(email: str, as_json: bool) -> None:
    """重置一个账号的第二因素（例如手机丢失）；本人下次登录时须重新设置。"""
    from onestop.accounts import services

    person = _person(_address(email, as_json))
    services.reset_second_factor(None, person)
    if as_json:
        click.echo(json.dumps({"id": person.pk, "email": person.email}))
    else:
        click.echo(_("%s 的第二因素已重置") % person)


def _address(email: str, as_json: bool) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        wrong = UserError("admin.email", _("“%s”不是电子邮箱") % email, _("例如 chen@example.gov.cn"))
        raise WrongUse(wrong, as_json=as_json) from error
    return address


def _password(from_stdin: bool, as_json: bool) -> str:
    """Empty for a one-time password. Never an argument: the list of processes would show it."""
    if from_stdin:
        given = sys.stdin.readline().rstrip("\r\n")
        if not given:
            error = UserError("admin.no_password", _("标准输入里没有密码"), _("请把密码写在第一行"))
            raise WrongUse(error, as_json=as_json)
        return given
    if as_json or not sys.stdin.isatty():
        return ""
    entered: str = click.prompt(
        _("密码（直接回车则生成一次性密码）"),
        default="",
        hide_input=True,
        confirmation_prompt=True,
        show_default=False,
    )
    return entered


def _person(email: str) -> User:
    from onestop.accounts.models import User

    found = User.objects.filter(email=email).first()
    if found is None:
        raise UserError(
            "admin.no_such_person",
            _("没有邮箱为 %s 的账号") % email,
            _("请检查拼写，或用 onestop admin create 建立"),
        )
    return found
