"""The `onestop` command. Each subcommand: `--json`, exit status 0 done, 1 the work failed, 2 wrong use."""

import sys

import click

from onestop.cli.admin import admin
from onestop.cli.bulletin import bulletin
from onestop.cli.demo import demo
from onestop.cli.docs import docs
from onestop.cli.doctor import doctor
from onestop.cli.fetch import fetch_ops
from onestop.cli.group import Commands
from onestop.cli.holders import holders
from onestop.cli.inbox import inbox
from onestop.cli.index import reindex, worker
from onestop.cli.indicators import high_value, indicators, target
from onestop.cli.ingest import ingest, rejected, retry
from onestop.cli.legal_data import legal_data
from onestop.cli.mark_images import mark_images
from onestop.cli.number import number
from onestop.cli.reference import reference
from onestop.cli.search import search
from onestop.cli.serve import serve
from onestop.cli.similar import classes, similar
from onestop.cli.supplies import supplies
from onestop.cli.template import template
from onestop.cli.terms import terms
from onestop.cli.trademarks import mark_check
from onestop.cli.watches import watches


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="onestop-ip", message="%(prog)s %(version)s")
def cli() -> None:
    """知产一站通 OneStop IP."""


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Django's own commands: migrate, makemigrations, shell …"""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["onestop manage", *arguments])


cli.add_command(admin)
cli.add_command(bulletin)
cli.add_command(classes)
cli.add_command(demo)
cli.add_command(docs)
cli.add_command(doctor)
cli.add_command(fetch_ops)
cli.add_command(high_value)
cli.add_command(inbox)
cli.add_command(indicators)
cli.add_command(holders)
cli.add_command(ingest)
cli.add_command(legal_data)
cli.add_command(mark_check)
cli.add_command(mark_images)
cli.add_command(number)
cli.add_command(rejected)
cli.add_command(reference)
cli.add_command(reindex)
cli.add_command(retry)
cli.add_command(search)
cli.add_command(serve)
cli.add_command(similar)
cli.add_command(supplies)
cli.add_command(target)
cli.add_command(template)
cli.add_command(terms)
cli.add_command(watches)
cli.add_command(worker)


def main() -> None:
    sys.exit(cli())
