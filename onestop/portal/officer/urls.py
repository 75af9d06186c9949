"""Addresses of the workbench, part of those of the portal."""

from django.urls import path

from onestop.portal import bulletin_views
from onestop.portal.officer import (
    cockpit,
    deliveries,
    high_value,
    holders,
    imports,
    kept,
    quality,
    terms,
    views,
)

urlpatterns = [
    path("officer", views.desk_page, name="desk"),
    path("officer/cockpit", cockpit.cockpit, name="cockpit"),
    path("officer/imports", imports.runs, name="imports"),
    path("officer/imports/upload", imports.upload, name="upload"),
    path("officer/imports/<int:number>", imports.run, name="import"),
    path("officer/imports/<int:number>/files", imports.members, name="import_files"),
    path("officer/imports/<int:number>/rows.csv", imports.rows_csv, name="import_csv"),
    path("officer/imports/<int:number>/retry", imports.retry_rows, name="import_retry"),
    path("officer/imports/<int:number>/repaired", imports.repaired, name="import_repaired"),
    path("officer/supplies", views.supplies, name="supplies"),
    path("officer/holders/review", holders.review, name="holder_review"),
    path("officer/names/<int:number>/<slug:verb>", holders.decide, name="holder_decide"),
    path("officer/holders/<int:number>/merge", holders.merge, name="holder_merge"),
    path("officer/merges/<int:number>/undo", holders.undo, name="holder_undo"),
    path("officer/high-value/<path:number>", high_value.decide, name="high_value_decide"),
    path("officer/bulletins/<int:number>/publish", bulletin_views.publish, name="bulletin_publish"),
    path("officer/kept", kept.kept_list, name="kept_list"),
    path("officer/kept/<int:number>", kept.kept_one, name="kept_one"),
    path("officer/terms", terms.terms, name="terms"),
    path("officer/terms.csv", terms.terms_csv, name="terms_csv"),
    path("officer/terms/import", terms.terms_import, name="terms_import"),
    path("officer/terms/<slug:code>", terms.term, name="term"),
    path("officer/quality", quality.overview, name="quality"),
    path("officer/quality/deliveries", deliveries.deliveries, name="deliveries"),
    path("officer/quality/<slug:code>", quality.measure, name="quality_measure"),
]
