"""Measurements, never part of the tests: `python -m benchmarks.search_engine`, `python -m benchmarks.ingest`.

Every run works in a folder of its own under the system's temporary folder and takes it away again.
"""

import os
import tempfile

_folder = tempfile.TemporaryDirectory(prefix="onestop-benchmark-")
os.environ["ONESTOP_DATA"] = _folder.name
os.environ.pop("ONESTOP_DATABASE_URL", None)
os.environ.setdefault("ONESTOP_LOG_LEVEL", "WARNING")
os.environ["DJANGO_SETTINGS_MODULE"] = "onestop.settings"

import django  # noqa: E402 - the environment comes first

django.setup()
