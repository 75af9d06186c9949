from django.apps import AppConfig


class IngestConfig(AppConfig):
    name = "onestop.ingest"

    def ready(self) -> None:
        from onestop.ingest import audited

        audited.register()
