"""Early pytest plugin (`-p onestop.testing`): a data folder of its own for every test process.

It must be in the environment before Django reads its settings, which is earlier than any conftest.py.
The subprocesses that tests start inherit it, so that no test can reach a developer's own data.
"""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="onestop-test-")
os.environ["ONESTOP_DATA"] = _folder
_owner = os.getpid()


def _remove() -> None:
    if os.getpid() == _owner:  # a forked child must not take its parent's folder away
        shutil.rmtree(_folder, ignore_errors=True)


atexit.register(_remove)
