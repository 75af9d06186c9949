"""The addresses of the portal; /en/ before them gives the same page in English."""

from django.urls import include, path

from onestop.portal import (
    bulletin_views,
    document_views,
    indicator_views,
    similar_views,
    trademark_views,
    views,
    workbench_views,
)

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("search", views.search, name="search"),
    path("search/export", views.export, name="export"),
    path("compare", workbench_views.compare, name="compare"),
    path("basket", workbench_views.basket, name="basket"),
    path("basket/do", workbench_views.basket_do, name="basket_do"),
    path("basket/<int:key>", workbench_views.basket_one, name="basket_one"),
    path("basket/shared/<str:token>", workbench_views.basket_shared, name="basket_shared"),
    path("search/landscape", workbench_views.landscape, name="landscape"),
    path("search/builder", workbench_views.builder, name="builder"),
    path("patents/<path:number>", views.patent, name="patent"),
    path("documents/<path:number>", views.document, name="document"),
    path("trademarks", trademark_views.trademarks, name="trademarks"),
    path("trademarks/check", trademark_views.mark_check, name="mark_check"),
    path("trademarks/by-picture", trademark_views.mark_pictures, name="mark_pictures"),
    path("trademarks/pictures/<str:digest>.webp", trademark_views.mark_picture, name="mark_picture"),
    path("trademarks/<str:office>/<path:number>", trademark_views.trademark, name="trademark"),
    path("applicants/<path:name>", views.applicant, name="applicant"),
    path("holders/<int:number>", views.holder, name="holder"),
    path("registers/<slug:name>", views.register, name="register"),
    path("bulletins", bulletin_views.bulletins, name="bulletins"),
    path("bulletins/<str:month>", bulletin_views.bulletin, name="bulletin"),
    path("bulletins/<str:month>/<slug:form>", bulletin_views.bulletin_file, name="bulletin_file"),
    path("overview", views.overview, name="overview"),
    path("indicators", indicator_views.indicators, name="indicators"),
    path("indicators/<slug:code>", indicator_views.indicator, name="indicator"),
    path("documents", document_views.documents, name="documents"),
    path("international-applications", views.international, name="international"),
    path("number", views.number, name="number"),
    path("similar", similar_views.similar, name="similar"),
    path("classes", similar_views.classes, name="classes"),
    path("about-data", views.data, name="data"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("display", views.display, name="display"),
    path("", include("onestop.portal.picture_urls")),
    path("", include("onestop.portal.officer.urls")),
]
