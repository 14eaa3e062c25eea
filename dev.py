#!/usr/bin/env python3
"""The two commands of this project: `python3 dev.py run` and `python3 dev.py test`.

Needs Python 3.11 or newer on Linux or macOS, and nothing else that must be installed first.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  (the reader's Python may be any)
    sys.exit(f"Python 3.11 or newer is needed; this is Python {sys.version_info[0]}.{sys.version_info[1]}.")
if os.name != "posix":
    sys.exit("Linux or macOS is needed; on Windows use the Windows Subsystem for Linux.")

from devtools.cli import main  # below the check: an old Python gets a sentence, not a traceback

if __name__ == "__main__":
    main(sys.argv[1:])
