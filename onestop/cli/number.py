"""`onestop number`: what kind of number a text is, and whether it is right."""

import json
from dataclasses import asdict

import click


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="JSON")
def number(text: tuple[str, ...], as_json: bool) -> None:
    """识别任何写法的申请号、公开号、国际申请号、统一社会信用代码；无效时退出码为 1。"""
    from onestop.records.numbers import identify

    found = asdict(identify(" ".join(text)))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        for key, value in found.items():
            click.echo(f"{key + ':':<12}{json.dumps(value) if isinstance(value, bool) else value}".rstrip())
    if not found["valid"]:
        raise click.exceptions.Exit(1)
