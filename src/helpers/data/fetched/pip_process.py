"""Run pip, and stop it when the process that started it is no more.

Standard input must be a pipe that nobody writes to: it ends with its owner,
also where that is killed, and pip does not go on downloading for nobody.
"""

import os
import runpy
import threading


def stop_with_owner() -> None:
    """Wait for the end of standard input, then leave at once."""
    os.read(0, 1)
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=stop_with_owner, daemon=True).start()
    runpy.run_module("pip", run_name="__main__", alter_sys=True)
