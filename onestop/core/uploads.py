"""How much anybody may send: refused by what the head of the request says, before a byte is stored."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class LimitedUpload(TemporaryFileUploadHandler):
    """Forms are parsed before any view can ask who sends them, so the limit stands here and holds for everybody."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        if content_length > settings.MAX_UPLOAD_BYTES:
            raise RequestDataTooBig
