"""The one shape of every error a user can cause: what is wrong, where, and what to do about it."""


class UserError(Exception):
    """Something the user can put right. Shown as it is, in the page, the API and the command line.

    `code` is stable and machine-readable (`ingest.no_number_column`), `message` says what is wrong and where,
    `hint` says what to do.
    """

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type["UserError"], tuple[str, str, str]]:
        """What another process learns of it: the plain error."""
        return UserError, (self.code, self.message, self.hint)

    def as_dict(self) -> dict[str, str]:
        return {"code": self.code, "message": self.message, "hint": self.hint}
