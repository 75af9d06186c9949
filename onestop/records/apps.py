from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "onestop.records"

    def ready(self) -> None:
        from onestop.core import audit
        from onestop.records.document_search import RegisteredDocuments
        from onestop.records.holders import audited
        from onestop.records.legal_data import AUDITED
        from onestop.records.search import PatentDocuments
        from onestop.records.trademark_search import TrademarkDocuments
        from onestop.search.registry import register

        register(PatentDocuments())
        register(TrademarkDocuments())
        register(RegisteredDocuments())
        audited.register()
        audit.register(AUDITED)
