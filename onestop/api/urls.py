from django.urls import path

from onestop.api.api import api

urlpatterns = [path("", api.urls)]
