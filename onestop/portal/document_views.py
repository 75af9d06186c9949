"""The search in documents of other offices."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from onestop.core.errors import UserError
from onestop.portal.pages.document_addresses import read_document_search
from onestop.portal.pages.documents import documents_page, failed_documents_page
from onestop.portal.views import page
from onestop.search.errors import SearchUnavailable


@page
def documents(request: HttpRequest) -> HttpResponseBase:
    wanted = read_document_search(request.GET)
    try:
        found, status = documents_page(wanted), 200
    except UserError as error:
        status = 503 if isinstance(error, SearchUnavailable) else 400
        found = failed_documents_page(wanted, error)
    kept = [(name, value) for name in request.GET for value in request.GET.getlist(name) if name != "page"]
    return render(request, "portal/documents.html", {"page": found, "jump_fields": kept}, status=status)
