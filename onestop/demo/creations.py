"""What is invented: titles, abstracts and classes, composed from the vocabulary of a field."""

import re
from dataclasses import dataclass, replace
from random import Random

from onestop.demo.datafiles import Field, data_file
from onestop.records.models import PatentKind

_WORD = re.compile(r"\{(\w+)\}")
_SUBJECT = {PatentKind.INVENTION: "本发明", PatentKind.UTILITY_MODEL: "本实用新型"}
_METHOD_CLAIM_SHARE = 0.25


@dataclass(frozen=True)
class Creation:
    form: str
    """device, process, mixture, system or design."""
    title: str
    words: dict[str, str]
    """The words that title and abstract have in common."""
    ipc: tuple[str, ...] = ()
    locarno: tuple[str, ...] = ()
    claims_method: bool = False

    @property
    def fits_utility_model(self) -> bool:
        """A utility model protects a product, never a method (art. 2 Patent Law)."""
        return self.form == "device" and not self.claims_method


def invention(rng: Random, field: Field) -> Creation:
    form = _form(rng, field)
    creation = _technical(rng, field, form)
    if form == "device" and rng.random() < _METHOD_CLAIM_SHARE:
        title = creation.title + rng.choice(data_file("grammar.yaml")["method_claim"])
        return replace(creation, title=title, claims_method=True)
    return creation


def device(rng: Random, field: Field) -> Creation:
    return _technical(rng, field, "device")


def design(rng: Random, field: Field) -> Creation:
    grammar = data_file("grammar.yaml")
    locarno = rng.choice(list(field.designs))
    words = {
        "product": rng.choice(field.designs[locarno]),
        "number": f"{rng.randint(1, 99):02}",
        "quality": rng.choice(grammar["build"]),
    }
    title = expand(rng, rng.choice(grammar["designs"]), words)
    return Creation("design", title, words, locarno=(locarno,))


def abstract(rng: Random, creation: Creation, kind: PatentKind) -> str:
    template = rng.choice(data_file("grammar.yaml")["abstracts"][creation.form])
    common = {"title": creation.title, "subject": _SUBJECT.get(kind, "")}
    return expand(rng, template, {**creation.words, **common})


def expand(rng: Random, template: str, words: dict[str, str]) -> str:
    """Put a text in place of each {word}: a given one, or any of its list in the grammar."""
    grammar = data_file("grammar.yaml")

    def text_of(match: re.Match[str]) -> str:
        name = match[1]
        if name in words:
            return words[name]
        text = expand(rng, rng.choice(grammar[name]), words)
        if name in grammar["chosen_once"]:
            words[name] = text
        return text

    return _WORD.sub(text_of, template)


def _form(rng: Random, field: Field) -> str:
    possible = {"mixture": bool(field.mixtures), "system": bool(field.systems)}
    usual = {form: n for form, n in data_file("grammar.yaml")["forms"].items() if possible.get(form, True)}
    forms: dict[str, int] = field.forms or usual
    return rng.choices(list(forms), list(forms.values()))[0]


def _technical(rng: Random, field: Field, form: str) -> Creation:
    subject = {"mixture": "mixture", "system": "system"}.get(form, "device")
    products = {"device": field.devices, "mixture": field.mixtures, "system": field.systems}[subject]
    product = rng.choice(list(products))
    words = {subject: product, **_words(rng, field, form)}
    title = expand(rng, rng.choice(data_file("grammar.yaml")["titles"][form]), dict(words))
    return Creation(form, title, words, ipc=_classes(rng, products[product], field.extra))


def _words(rng: Random, field: Field, form: str) -> dict[str, str]:
    words = _aims(rng, field, form)
    words |= dict(zip("abcde", rng.sample(field.parts, 5), strict=True))
    words |= {
        f"i{n}": name
        for n, name in enumerate(rng.sample(field.ingredients, min(6, len(field.ingredients))), 1)
    }
    technique = {"technique": rng.choice(field.techniques)} if field.techniques else {}
    return {**words, **technique, "domain": field.domain, "use": rng.choice(field.uses)}


def _aims(rng: Random, field: Field, form: str) -> dict[str, str]:
    """Mostly an aim of the field, now and then one that any device can have; and a second one."""
    own, general = field.mixture_aims if form == "mixture" else field.aims, data_file("grammar.yaml")["aims"]
    is_general = form != "mixture" and rng.random() < 0.35
    first = rng.choice(general if is_general else own)
    second = rng.choice([aim for aim in own if aim is not first])
    return {
        **dict(zip(("quality", "problem", "effect"), first, strict=True)),
        **dict(zip(("problem2", "effect2"), second[1:], strict=True)),
    }


def _classes(rng: Random, own: list[str], extra: list[str]) -> tuple[str, ...]:
    """Main class first; now and then a product is classified elsewhere first."""
    first = own if rng.random() < 0.8 else own[::-1]
    more = rng.sample(extra, rng.choice((0, 1, 1, 2, 3)))
    return tuple(dict.fromkeys([*first, *more]))
