from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "onestop.reference"

    def ready(self) -> None:
        from onestop.reference import checks  # noqa: F401 - registers them
