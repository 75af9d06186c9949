"""What joins documents, and their long texts: priorities, citations, claims and descriptions. They only add up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from onestop.records.models import Citation, FullText, Priority, SourceFile
from onestop.records.types import CitationRecord, PriorityRecord, TextRecord

_MAX_CITED_TEXT = Citation._meta.get_field("text").max_length or 0


@dataclass(frozen=True, slots=True)
class Edges:
    """What one row says of how its document hangs together with others."""

    row: int
    application: str
    """EP10167109; empty where the row does not name it, then its priorities can't be kept."""
    serial: str
    """EP2400812; empty likewise for its citations."""
    priorities: tuple[PriorityRecord, ...] = ()
    citations: tuple[CitationRecord, ...] = ()
    texts: tuple[TextRecord, ...] = ()


def remove_edges(files: Sequence[SourceFile]) -> None:
    """What these files were the first to tell."""
    for model in (Priority, Citation, FullText):
        model.objects.filter(file__in=files).delete()


def write_edges(statements: Iterable[Edges], file: SourceFile) -> None:
    """Those already known stay as they were first told; a text is replaced by a newer one."""
    said = list(statements)
    Priority.objects.bulk_create(
        (
            Priority(
                application=each.application,
                claimed=priority.claimed,
                claimed_on=priority.claimed_on,
                file=file,
                row=each.row,
            )
            for each in said
            if each.application
            for priority in each.priorities
            if priority.claimed != each.application
        ),
        ignore_conflicts=True,
    )
    Citation.objects.bulk_create(
        (_citation(each, citation, file) for each in said if each.serial for citation in each.citations),
        ignore_conflicts=True,
    )
    texts = {
        (text.document, text.part, text.language): (each.row, text) for each in said for text in each.texts
    }
    FullText.objects.bulk_create(
        (
            FullText(
                document=text.document,
                part=text.part,
                language=text.language,
                paragraphs=list(text.paragraphs),
                file=file,
                row=row,
            )
            for row, text in texts.values()
        ),
        update_conflicts=True,
        unique_fields=["document", "part", "language"],
        update_fields=["paragraphs", "file", "row"],
    )


def _citation(edges: Edges, citation: CitationRecord, file: SourceFile) -> Citation:
    text = "" if citation.cited else citation.text[:_MAX_CITED_TEXT]
    return Citation(
        citing=edges.serial,
        cited=citation.cited,
        text=text,
        digest=blake2b(text.encode(), digest_size=16).hexdigest() if text else "",
        category=citation.category,
        phase=citation.phase,
        file=file,
        row=edges.row,
    )
