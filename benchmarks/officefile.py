"""Packages as the office sends them: zips of XML files of a thousand documents each, in a zip."""

import io
import zipfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from xml.sax.saxutils import escape

from onestop.ingest.tests.make import OFFICE_HEAD, OFFICE_TAIL
from onestop.records.types import PatentRecord

DOCUMENTS = 1_000


def write_package(path: Path, records: Iterable[PatentRecord]) -> None:
    remaining = iter(records)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        for number, documents in enumerate(iter(lambda: list(islice(remaining, DOCUMENTS)), []), 1):
            part = io.BytesIO()
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as inner:
                inner.writestr(
                    "documents.xml", OFFICE_HEAD + "".join(map(_document, documents)) + OFFICE_TAIL
                )
            package.writestr(f"part{number:04}.zip", part.getvalue())


def _document(record: PatentRecord) -> str:
    grant = record.publications[0]
    scheme = "ClassificationLocarno" if record.locarno else "ClassificationIPCR"
    classes = "".join(
        f"<business:{scheme}><base:Text>{symbol}</base:Text></business:{scheme}>"
        for symbol in record.ipc or record.locarno
    )
    address = f"<base:Address><base:Text>{escape(record.address)}</base:Text></base:Address>"
    agents = "".join(
        f"<business:Agent><base:AddressBook><base:Name>{escape(agent)}</base:Name>"
        f"<base:OrganizationName>{escape(record.agencies[0])}</base:OrganizationName></base:AddressBook></business:Agent>"
        for agent in (record.agents if record.agencies else ())
    )
    return f"""<business:PatentDocumentAndRelated><business:BibliographicData>
<business:PublicationReference>{_id(grant.number[2:-1], f"{grant.published_on:%Y%m%d}", grant.number[-1])}\
</business:PublicationReference>
<business:ApplicationReference>{_id(record.application_number, f"{record.filed_on:%Y%m%d}")}\
</business:ApplicationReference>
{classes}<business:InventionTitle>{escape(record.title)}</business:InventionTitle>
<business:PartiesDetails>{_parties("Applicant", record.applicants, address)}\
{_parties("Inventor", record.inventors)}{agents}</business:PartiesDetails></business:BibliographicData>
<business:Abstract><base:Paragraphs>{escape(record.abstract)}</base:Paragraphs></business:Abstract>
</business:PatentDocumentAndRelated>
"""


def _id(number: str, day: str, kind: str = "") -> str:
    code = f"<base:Kind>{kind}</base:Kind>" if kind else ""
    return (
        f"<base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>{number}</base:DocNumber>{code}"
        f"<base:Date>{day}</base:Date></base:DocumentID>"
    )


def _parties(role: str, names: Iterable[str], address: str = "") -> str:
    return "".join(
        f"<business:{role}><base:AddressBook><base:Name>{escape(name)}</base:Name>{address}</base:AddressBook>"
        f"</business:{role}>"
        for name in names
    )
