"""The documents are held to the code: words, links, examples, generated pages."""

import re
from collections.abc import Iterator
from enum import EnumType
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from django.apps import apps
from django.db import models
from django.utils.translation import override

from onestop.accounts.roles import Role
from onestop.cli.docs import pages, settings_page
from onestop.cli.main import cli
from onestop.core.errors import UserError
from onestop.records import models as tables
from onestop.records.document_fields import DOCUMENT
from onestop.records.fields import PATENT
from onestop.records.status import LegalStatus
from onestop.search.errors import QuerySyntaxError
from onestop.search.parser import parse

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("onestop/**/README.md")]
GLOSSARY: list[dict[str, str | None]] = yaml.safe_load(
    (ROOT / "docs/glossary.yaml").read_text(encoding="utf-8")
)
TERMS = {str(entry["code"]): entry for entry in GLOSSARY}
ENTRY_KEYS = ["code", "zh", "en", "meaning", "source", "false_friends"]


def _choices() -> dict[str, type[models.TextChoices]]:
    found = {
        name: value
        for name, value in vars(tables).items()
        if isinstance(value, EnumType) and issubclass(value, models.TextChoices)
    }
    return {**found, "LegalStatus": LegalStatus, "Role": Role}


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _models(app: str) -> Iterator[type[models.Model]]:
    return apps.get_app_config(app).get_models()


def _named() -> Iterator[tuple[str, str, str]]:
    """(whose, code, Chinese label or empty) of every model, field and choice of records, people, audit log."""
    for model in (model for app in ("records", "accounts", "core") for model in _models(app)):
        yield "", _snake(model.__name__), ""
        for field in model._meta.fields:
            label = "" if field.verbose_name == field.name.replace("_", " ") else str(field.verbose_name)
            if not field.primary_key:
                yield _snake(model.__name__), field.name, label
    for name, choices in _choices().items():
        yield "", _snake(name), ""
        yield from ((_snake(name), value, label) for value, label in choices.choices)


def _term(whose: str, code: str) -> dict[str, str | None] | None:
    return TERMS.get(f"{whose}.{code}") or TERMS.get(code)


def test_every_name_of_the_records_is_in_the_glossary_with_its_label() -> None:
    with override("zh-hans"):
        named = list(_named())
    missing = [f"{whose}.{code}" for whose, code, _ in named if _term(whose, code) is None]
    assert missing == []
    differing = [
        (whose, code, label, term["zh"])
        for whose, code, label in named
        if (term := _term(whose, code)) and label and term["zh"] != label
    ]
    assert differing == []


def test_the_glossary_holds_no_other_names() -> None:
    used = {f"{whose}.{code}" if f"{whose}.{code}" in TERMS else code for whose, code, _ in _named()}
    assert set(TERMS) - used == set()


def test_every_glossary_entry_is_whole() -> None:
    assert len(TERMS) == len(GLOSSARY), "a code stands twice"
    for entry in GLOSSARY:
        assert list(entry) == ENTRY_KEYS, entry["code"]
        assert all(entry[key] for key in ENTRY_KEYS[:-1]), entry["code"]


def _links() -> Iterator[tuple[Path, str]]:
    for document in DOCUMENTS:
        text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"", text):
            yield document, target[0] or target[1]


def test_every_link_inside_the_repository_leads_somewhere() -> None:
    broken = [
        f"{document.relative_to(ROOT)}: {target}"
        for document, target in _links()
        if not target.startswith(("http", "#", "mailto:"))
        and not (document.parent / unquote(target.split("#")[0])).exists()
    ]
    assert broken == []


def _examples(fence: str) -> list[str]:
    """Lines of the fenced blocks of this kind in the user documents; what follows two spaces is a remark."""
    found = []
    for document in (ROOT / "docs").rglob("*.md"):
        for block in re.findall(rf"```{fence}\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL):
            found += [re.split(r" {2,}", line)[0] for line in block.splitlines() if line.strip()]
    return found


def test_there_are_query_examples() -> None:
    assert len(_examples("query")) >= 20
    assert len(_examples("wrong-query")) >= 3


@pytest.mark.parametrize("query", _examples("query"))
def test_every_query_example_is_understood(query: str) -> None:
    assert str(parse(query, PATENT))


@pytest.mark.parametrize("query", _examples("document-query"))
def test_every_query_example_of_other_offices_documents_is_understood(query: str) -> None:
    assert str(parse(query, DOCUMENT))


@pytest.mark.parametrize("query", _examples("wrong-query"))
def test_every_example_of_a_mistake_is_answered_with_its_place(query: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(query, PATENT)
    assert caught.value.column > 0
    assert caught.value.hint


def _commands() -> list[str]:
    found = []
    for document in DOCUMENTS:
        for block in re.findall(r"```(?:sh|bash)\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL):
            found += re.findall(r"(?:^|\s)(?:\.venv/bin/)?onestop ([a-z][a-z-]*)", block)
    return sorted(set(found))


@pytest.mark.parametrize("name", _commands())
def test_every_command_in_the_documents_exists(name: str) -> None:
    assert name in cli.commands


def test_the_generated_pages_are_up_to_date() -> None:
    folder = ROOT / "docs" / "reference"
    stale = [name for name, text in pages(cli) if (folder / name).read_text(encoding="utf-8") != text]
    assert stale == [], "run: make docs"


def test_a_setting_without_a_description_fails_the_build() -> None:
    source = 'A = env.str("ONESTOP_A", default="")\nB = env.bool("ONESTOP_B", default=False)\n'
    text = {"zh": "甲", "en": "a"}
    with pytest.raises(UserError, match="ONESTOP_B"):
        settings_page(source, {"ONESTOP_A": text})
    with pytest.raises(UserError, match="ONESTOP_C"):
        settings_page(source, {"ONESTOP_A": text, "ONESTOP_B": text, "ONESTOP_C": text})
    assert "| `ONESTOP_B` | bool | `False` | 甲 | a |" in settings_page(
        source, {"ONESTOP_A": text, "ONESTOP_B": text}
    )
