from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "onestop.accounts"

    def ready(self) -> None:
        from onestop.accounts import audited, receivers

        audited.register()
        receivers.connect()
