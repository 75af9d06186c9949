"""Addresses of maps, the big screen, industries and places, part of those of the portal."""

from django.urls import path

from onestop.portal import picture_views as views

urlpatterns = [
    path("map", views.area_map, name="map"),
    path("screen", views.screen, name="screen"),
    path("industries", views.industries, name="industries"),
    path("industries/<str:code>", views.industry, name="industry"),
    path("places", views.places, name="places"),
    path("places/<str:code>", views.place, name="place"),
]
