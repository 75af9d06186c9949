"""`onestop docs`: the reference pages, written from the code so that they cannot say anything else."""

import ast
import inspect
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import yaml
from django.apps import apps
from django.conf import settings
from django.db.models import Field as ModelField
from django.test import RequestFactory
from django.urls import resolve
from django.utils.translation import gettext as _
from django.utils.translation import override

from onestop.core.errors import UserError
from onestop.search.schema import DocumentType, FieldType

HEAD = "<!-- onestop docs 生成，请勿手改。Written by `onestop docs`; do not edit. -->"


@click.command()
@click.option("--check", is_flag=True, help="只比较，不写入；有不同时退出码为 1。")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def docs(context: click.Context, check: bool, as_json: bool) -> None:
    """由代码生成 docs/reference 下的参考文档：设置、命令、检索字段、权限、数据表、指标口径、OpenAPI。"""
    folder = reference_folder()
    changed = [
        name for name, text in pages(context.find_root().command) if not _same(folder / name, text, check)
    ]
    if as_json:
        click.echo(json.dumps({"changed": changed}))
    else:
        for name in changed:
            click.echo((_("过期：%s（请运行 make docs）") if check else _("已写入：%s")) % (folder / name))
    if check and changed:
        context.exit(1)


def reference_folder() -> Path:
    folder = Path(settings.BASE_DIR) / "docs" / "reference"
    if not folder.is_dir():
        raise UserError(
            "docs.no_folder",
            _("没有文件夹 %s") % folder,
            _("请在源代码的根目录里运行；安装的软件包不含文档。"),
        )
    return folder


def pages(command: click.Command) -> Iterator[tuple[str, str]]:
    """Name and text of every generated page, in the language of the interface."""
    with override("zh-hans"):
        yield "settings.md", settings_page(_settings_source(), _settings_texts())
        yield "commands.md", commands_page(command)
        yield "fields.md", fields_page()
        yield "access.md", access_page()
        yield "models.md", models_page()
        yield "indicators.md", indicators_page()
        yield "openapi.json", openapi()


def _same(path: Path, text: str, check: bool) -> bool:
    same = path.exists() and path.read_text(encoding="utf-8") == text
    if not same and not check:
        path.write_text(text, encoding="utf-8")
    return same


def _settings_source() -> str:
    return (Path(settings.BASE_DIR) / "onestop" / "settings.py").read_text(encoding="utf-8")


def _settings_texts() -> Mapping[str, Mapping[str, str]]:
    texts: dict[str, dict[str, str]] = yaml.safe_load(
        (reference_folder() / "settings.yaml").read_text("utf-8")
    )
    return texts


def settings_page(source: str, texts: Mapping[str, Mapping[str, str]]) -> str:
    """A setting nobody described, or a description of none, is an error."""
    calls = {name: (kind, default) for name, kind, default in _settings_read(source)}
    if wrong := sorted(calls.keys() ^ texts.keys()):
        raise UserError(
            "docs.settings",
            _("设置与说明对不上：%s") % "、".join(wrong),
            _("请修改 docs/reference/settings.yaml"),
        )
    rows = [
        (f"`{name}`", calls[name][0], f"`{calls[name][1]}`", text["zh"], text["en"])
        for name, text in texts.items()
    ]
    return _page(
        "设置 Settings",
        "全部由环境变量读入，都有默认值。All are environment variables, and all have a default.",
        _table(("变量 Variable", "类型 Type", "默认值 Default", "说明", "Meaning"), rows),
    )


def _settings_read(source: str) -> Iterator[tuple[str, str, str]]:
    """(name, type, default) of every `env.type("ONESTOP_…", default=…)`."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="env"), attr=kind),
                args=[ast.Constant(value=str(name))],
                keywords=[ast.keyword(arg="default", value=default)],
            ):
                yield name, kind, _printed(default)


def _printed(default: ast.expr) -> str:
    """As the source has it, without the wrapping that only makes a string of a path."""
    match default:
        case ast.Call(func=ast.Name(id="str"), args=[inner]):
            return ast.unparse(inner)
        case ast.JoinedStr():
            return ast.unparse(default).removeprefix("f").strip("'\"")
    return ast.unparse(default)


def commands_page(command: click.Command) -> str:
    sections = [_command_section(path, each) for path, each in _walk(command, "onestop")]
    return _page(
        "命令 Commands",
        "退出码：0 完成，1 没有做成，2 用法不对。0 done, 1 the work failed, 2 wrong use.",
        *sections,
    )


def _walk(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _walk(command.commands[name], f"{path} {name}")


def _command_section(path: str, command: click.Command) -> str:
    context = click.Context(command, info_name=path)
    usage = " ".join((path, *command.collect_usage_pieces(context)))
    rows = [
        (f"`{record[0]}`", record[1]) for each in command.params if (record := each.get_help_record(context))
    ]
    parts = [f"## {path}", f"```text\n{usage}\n```", inspect.cleandoc(command.help or "")]
    if isinstance(command, click.Group):
        parts.append("\n".join(f"- `{path} {name}`" for name in sorted(command.commands)))
    if rows:
        parts.append(_table(("选项 Option", "说明 Meaning"), rows))
    return "\n\n".join(parts)


def fields_page() -> str:
    from onestop.records.document_fields import DOCUMENT
    from onestop.records.fields import PATENT
    from onestop.records.trademark_fields import TRADEMARK

    return _page(
        "检索字段 Search fields",
        "字段代码不分大小写。“权重”一栏有数字的字段，不写字段代码时也会检索。"
        "Codes ignore case; fields with a weight are searched when no code is given.",
        "## 专利 Patents",
        _fields_table(PATENT),
        "## 其他局的文献 Documents of other offices",
        _fields_table(DOCUMENT),
        "## 商标 Trademarks",
        _fields_table(TRADEMARK),
    )


def _fields_table(document_type: DocumentType) -> str:
    rows = [
        (
            f"`{each.name}`",
            str(each.label),
            _codes(each.codes),
            each.type,
            f"{each.weight:g}" if each.free_text else "",
            "✓" if each.facet else "",
        )
        for each in document_type.fields
    ]
    rows += [
        (f"`{'+'.join(each.fields)}`", str(each.label), _codes(each.codes), FieldType.TEXT, "", "")
        for each in document_type.groups
    ]
    return _table(("字段 Field", "名称 Label", "代码 Codes", "类型 Type", "权重 Weight", "分面 Facet"), rows)


def _codes(codes: Sequence[str]) -> str:
    return " ".join(f"`{code}`" for code in codes)


def access_page() -> str:
    from onestop.accounts.access import actions, role_rules
    from onestop.accounts.roles import Role

    roles = [
        (str(role.label), rule.zh, rule.en, "✓" if rule.needs_second_factor else "")
        for role, rule in role_rules().items()
    ]
    matrix = [
        (f"`{each.code}`", each.zh, each.en, *("✓" if role in each.roles else "" for role in Role))
        for each in actions().values()
    ]
    return _page(
        "角色与权限 Roles and permissions",
        "由 `onestop/accounts/access.yaml` 生成。Written from that file.",
        _table(("角色 Role", "是谁", "Who", "第二因素 Second factor"), roles),
        _table(("操作 Action", "内容", "Meaning", *(str(role.label) for role in Role)), matrix),
    )


def indicators_page() -> str:
    from onestop.indicators.definitions import definitions

    rows = [
        (
            f"`{each.code}`",
            str(each.version),
            each.name["zh"],
            each.name["en"],
            each.unit["zh"],
            each.definition["zh"],
            each.definition["en"],
            each.source["zh"],
        )
        for each in definitions()
    ]
    return _page(
        "指标口径 Indicators",
        "由 `onestop/indicators/data` 生成；意思有变就升版本。Written from that folder.",
        _table(
            ("代码 Code", "版 Version", "名称", "Name", "单位", "口径", "Definition", "依据 Source"), rows
        ),
    )


def models_page() -> str:
    models = [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("onestop.")
        for model in config.get_models()
    ]
    sections = [_model_section(model) for model in models]
    return _page(
        "数据表 Tables", "关系数据库是事实的唯一依据，索引由它生成。The database is the truth.", *sections
    )


def _model_section(model: Any) -> str:
    meta = model._meta
    rows = [(f"`{each.column}`", *_column(each)) for each in meta.concrete_fields]
    summary = (model.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
    return f"## {meta.db_table}\n\n{summary}\n\n" + _table(
        ("列 Column", "名称 Label", "类型 Type", "说明 Note"), rows
    )


def _column(field: "ModelField[Any, Any]") -> tuple[str, str, str]:
    """Label, type and note; a label that merely repeats the name is left out."""
    label = str(field.verbose_name)
    kind = field.get_internal_type() + (f"({field.max_length})" if field.max_length else "")
    target = f" → {field.related_model._meta.db_table}" if field.is_relation else ""  # type: ignore[union-attr]
    choices = " / ".join(f"`{value}` {text}" for value, text in field.flatchoices)
    empty = _("可空") if field.null else ""
    notes = (choices, str(field.help_text), empty)
    return "" if label.isascii() else label, kind + target, "; ".join(filter(None, notes))


def openapi() -> str:
    """As the running API serves it; asked by its address, because the command line does not know the API."""
    address = "/api/v1/openapi.json"
    served = resolve(address).func(RequestFactory().get(address))
    return json.dumps(json.loads(served.content), ensure_ascii=False, indent=1) + "\n"


def _page(title: str, *parts: str) -> str:
    return "\n\n".join((HEAD, f"# {title}", *parts)) + "\n"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '¦') for cell in line)} |" for line in lines)
