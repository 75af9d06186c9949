"""Who looks at the page: for the head of every page."""

from django.http import HttpRequest

from onestop.accounts.access import Person


def person(request: HttpRequest) -> dict[str, Person]:
    """For the templates (settings.TEMPLATES). For a visitor without a session this asks the database nothing."""
    return {"person": request.user}
