"""Every text has its English, with the same placeholders (ADR 0006). Needs no gettext tools."""

import ast
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "onestop"
FUNCTIONS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-0-9.]*[a-zA-Z]|</?\w+[^>]*>")


def _catalogue() -> Catalog:
    with (PACKAGE / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale="en")


CATALOGUE = _catalogue()
MESSAGES = [message for message in CATALOGUE if message.id]


def _texts_of_code() -> Iterator[str]:
    for path in PACKAGE.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(text)), *_]) if (
                    name in FUNCTIONS
                ):
                    yield text


def _texts_of_templates() -> Iterator[str]:
    for path in PACKAGE.rglob("templates/**/*.*"):
        code = templatize(path.read_text(encoding="utf-8"))
        lines = "\n".join(line.strip() for line in code.splitlines())
        for _line, _function, text, _comments in extract_python(
            BytesIO(lines.encode()), dict.fromkeys(FUNCTIONS), [], {}
        ):
            yield text if isinstance(text, str) else str(text[0])


def _strings(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string or ""]


@pytest.mark.parametrize("texts", [_texts_of_code, _texts_of_templates], ids=["code", "templates"])
def test_every_text_is_in_the_catalogue(texts: Callable[[], Iterator[str]]) -> None:
    wanted = set(texts())
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in MESSAGES}
    assert len(wanted) > 50
    assert sorted(wanted - known) == [], "run: make messages, then write the English"


def test_every_text_has_its_english() -> None:
    assert [message.id for message in MESSAGES if not all(_strings(message))] == []
    assert [message.id for message in MESSAGES if message.fuzzy] == []


def test_the_english_has_the_placeholders_and_tags_of_the_chinese() -> None:
    differing = [
        (message.id, string)
        for message in MESSAGES
        for string in _strings(message)
        if sorted(PLACEHOLDER.findall(string))
        != sorted(PLACEHOLDER.findall(message.id if isinstance(message.id, str) else message.id[-1]))
    ]
    assert differing == []


def test_positional_placeholders_keep_their_order() -> None:
    """%s and %d are filled in the order written; where the English needs another order, they must be named."""
    positional = re.compile(r"%[-0-9.]*[a-zA-Z]")
    for message in MESSAGES:
        for string in _strings(message):
            assert positional.findall(string) == positional.findall(str(message.id)), message.id


def test_the_english_of_a_term_is_that_of_the_glossary() -> None:
    glossary: list[dict[str, str]] = yaml.safe_load((ROOT / "docs/glossary.yaml").read_text(encoding="utf-8"))
    english: dict[str, set[str]] = {}
    for entry in glossary:
        english.setdefault(entry["zh"], set()).update((entry["en"].lower(), entry["en"].lower() + "s"))
    differing = {
        message.id: message.string
        for message in MESSAGES
        if isinstance(message.id, str)
        and message.id in english
        and str(message.string).lower() not in english[message.id]
    }
    assert differing == {}
