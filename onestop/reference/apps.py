from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "onestop.reference"
