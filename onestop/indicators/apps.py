from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "onestop.indicators"

    def ready(self) -> None:
        from onestop.indicators import audited

        audited.register()
