"""The `onestop` command. Each subcommand: `--json`, exit status 0 done, 1 the work failed, 2 wrong use."""

import os
import sys

import click
import django

from onestop.cli.demo import demo
from onestop.cli.number import number

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onestop.settings")
django.setup()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """知产一站通 OneStop IP."""


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Django's own commands: migrate, makemigrations, shell …"""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["onestop manage", *arguments])


cli.add_command(demo)
cli.add_command(number)


def main() -> None:
    sys.exit(cli())
