"""`onestop template`: an empty workbook for a list."""

import sys
from pathlib import Path

import click

from onestop.cli.group import WrongUse
from onestop.core.errors import UserError


@click.command()
@click.argument("list_name", metavar="LIST")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="写入文件，而不是标准输出")
def template(list_name: str, output: Path | None) -> None:
    """某种名单的空白 xlsx，填好后可直接导入：honour、pledge、population……（名称写错时列出全部）。"""
    from io import BytesIO

    from onestop.ingest.template import write_template

    content = BytesIO()
    try:
        write_template(list_name, content)
    except UserError as error:
        raise WrongUse(error, as_json=False) from error
    if output:
        output.write_bytes(content.getvalue())
    else:
        sys.stdout.buffer.write(content.getvalue())
