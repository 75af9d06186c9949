"""Addresses for the stories: the platform's own, and a page of the office as later packages will have them."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import engines
from django.urls import path

from onestop import urls
from onestop.accounts.access import requires


@requires("quality.view")
def office(request: HttpRequest) -> HttpResponseBase:
    return HttpResponse("the office")


def menu(request: HttpRequest) -> HttpResponseBase:
    text = '{% load accounts %}{% may "quality.view" as sees %}{% if sees %}office{% else %}public{% endif %}'
    return HttpResponse(engines["django"].from_string(text).render({}, request))


urlpatterns = [path("office", office), path("menu", menu), *urls.urlpatterns]
