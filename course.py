"""The course's front door: `python3 course.py` opens it, `python3 course.py test` runs its tests.

This file is read by any Python, however old, so that it can say that it is too old. So it stays
plain, and the work is done in helpers/launcher.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "This course needs Python 3.11 or newer, and this is Python %d.%d. "
        "Get a newer one from https://www.python.org/downloads/ and run, for example: python3.13 course.py"
        % sys.version_info[:2]
    )

from helpers.launcher import main  # noqa: E402 - newer Python only

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
