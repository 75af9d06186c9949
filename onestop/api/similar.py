"""Similar patents and the class adviser. A text is posted, since it is too long for an address; it is not kept."""

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from onestop.api.answers import answers
from onestop.matching.queries import MAX_HITS, MAX_MARKED, MAX_TEXT, Wanted
from onestop.portal.pages.classes import classes_page
from onestop.portal.pages.similar import ON_PAGE, similar_page
from onestop.portal.pages.types_similar import ClassesPage, SimilarPage

router = Router()


class Marked(Schema):
    limit: int = Field(ON_PAGE, ge=1, le=MAX_HITS)
    like: list[str] = Field(
        [], max_length=MAX_MARKED, description="Numbers of patents of which more is wanted"
    )
    dislike: list[str] = Field([], max_length=MAX_MARKED, description="Numbers of which less is wanted")


class ByNumber(Marked):
    number: str = Field("", max_length=60)


class ByText(Marked):
    text: str = Field(max_length=MAX_TEXT, description="Claims, an abstract, a description of an idea")


class ClassText(Schema):
    text: str = Field(max_length=MAX_TEXT)


@router.get("/similar", response=answers(SimilarPage, 400, 422), summary="What is like a patent")
def similar(request: HttpRequest, parameters: Query[ByNumber]) -> SimilarPage:
    """With the reasons: words and classes in common, the same family, a near copy. `model` says what answered."""
    return similar_page(_wanted(parameters, number=parameters.number))


@router.post("/similar", response=answers(SimilarPage, 400, 422), summary="What is like a text")
def similar_to_text(request: HttpRequest, parameters: ByText) -> SimilarPage:
    """The same for a text. It is not kept."""
    return similar_page(_wanted(parameters, text=parameters.text))


@router.post("/classes", response=answers(ClassesPage, 400, 422), summary="Likely classes of a text")
def classes(request: HttpRequest, parameters: ClassText) -> ClassesPage:
    """IPC subclasses and groups with their titles and examples: advice by a machine, as the loaded patents have it."""
    return classes_page(parameters.text)


def _wanted(marked: Marked, *, number: str = "", text: str = "") -> Wanted:
    return Wanted(number, text, marked.limit, tuple(marked.like), tuple(marked.dislike))
