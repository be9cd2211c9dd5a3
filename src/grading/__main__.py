"""``python -m grading FOLDER``: see `grading.command`."""

import os
import sys

if not sys.flags.safe_path:
    del sys.path[0]  # no module beside a submission is imported
os.environ["PYTHONSAFEPATH"] = "1"  # nor by the processes that are started

if __name__ == "__main__":
    from grading.command import main

    sys.exit(main())
