from django.apps import AppConfig


class UIConfig(AppConfig):
    name = "onestop.ui"
