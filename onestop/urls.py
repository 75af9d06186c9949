"""Where each address leads. Pages carry their language: /search in Chinese, /en/search in English."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("onestop.api.urls")),
    *i18n_patterns(
        path("", include("onestop.accounts.urls")),
        path("", include("onestop.portal.urls")),
        prefix_default_language=False,
    ),
]
