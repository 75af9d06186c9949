from django.apps import AppConfig


class BasketsConfig(AppConfig):
    name = "onestop.baskets"

    def ready(self) -> None:
        from onestop.baskets.services import AUDITED
        from onestop.core import audit

        audit.register(AUDITED)
