"""Legal events of INPADOC: fields named L001EP, L002EP …, each described by an attribute."""

from collections.abc import Iterator

from onestop.ingest.sources.document import RawEvent
from onestop.ingest.sources.xmlfile import Element, attribute, text_of

_COUNTRY, _GAZETTE_DAY, _CODE = "L001EP", "L007EP", "L008EP"
_STATE, _EFFECTIVE_DAY = "L501EP", "L525EP"
_DETAILS = "L500EP"


def event(element: Element) -> RawEvent:
    """Where an event of a European patent concerns one state, it is that state's."""
    fields = {_name(each): text_of(each) for each in element.iter("*")}
    announced = fields.get(_GAZETTE_DAY, "")
    return RawEvent(
        code=fields.get(_CODE) or attribute(element, "code"),
        day=fields.get(_EFFECTIVE_DAY) or announced,
        announced=announced,
        country=fields.get(_STATE) or fields.get(_COUNTRY, ""),
        text="; ".join(filter(None, (attribute(element, "desc"), *_details(element)))),
    )


def _details(element: Element) -> Iterator[str]:
    """Effective DATE: 20200227"""
    for group in element.iter(f"{{*}}{_DETAILS}"):
        for each in group.iterchildren("*"):
            text, meaning = text_of(each), attribute(each, "descdata")
            if text and _name(each) != _STATE:
                yield f"{attribute(each, 'desc')}: {text}" + (f" ({meaning})" if meaning else "")


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
