from django.apps import AppConfig


class ThesaurusConfig(AppConfig):
    name = "onestop.thesaurus"

    def ready(self) -> None:
        from onestop.core import audit
        from onestop.thesaurus.services import AUDITED

        audit.register(AUDITED)
