"""Run as a program: a part of the demonstration district in an empty data folder (ONESTOP_DATA), indexed."""

import os
from itertools import islice

import django
from django.core.management import call_command

ONE_OF = 12


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onestop.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    _load()


def _load() -> None:
    from django.db import transaction

    from onestop.demo import generator
    from onestop.portal.tests.abroad import AMERICAN, EUROPEAN
    from onestop.records.models import SourceFile
    from onestop.records.registers.all import store_registers
    from onestop.records.services import store
    from onestop.search.services import catch_up

    file = SourceFile.objects.create(digest="d" * 64, name="demonstration", size=0)
    rows = list(enumerate(islice(generator.records(), 0, None, ONE_OF), 1))
    with transaction.atomic():
        store(rows, file, is_demonstration=True)
        store_registers(enumerate(generator.international_applications(), 1), file, is_demonstration=True)
        store_registers([(1, AMERICAN), (2, EUROPEAN)], file, is_demonstration=True)
    catch_up()


if __name__ == "__main__":
    main()
