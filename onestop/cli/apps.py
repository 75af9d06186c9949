from django.apps import AppConfig


class CLIConfig(AppConfig):
    name = "onestop.cli"
