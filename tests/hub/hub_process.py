"""The process of ``hub_client.py``, seen from the test that asks it."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub_server import HubServer

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "src"


@dataclass
class Answer:
    """What a job returned, or the class and the message of its error."""

    value: Any = None
    error: Sequence[str] = ("", "")
    seconds: float = 0.0


class Client:
    """A process with the Hub's clients, that does one job after another."""

    def __init__(self, hub: HubServer, home: Path, *, offline: bool) -> None:
        self.home = home
        # All that leaves by other ways than to the Hub lands there as well.
        proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY"), hub.url)
        settings = {
            "HF_ENDPOINT": hub.url,
            "HF_HOME": str(home),
            "HF_HUB_OFFLINE": str(int(offline)),
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "HF_UPDATE_DOWNLOAD_COUNTS": "0",
            "NO_PROXY": "127.0.0.1,localhost",
            "PYTHONPATH": str(SOURCE),
        }
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("HF_", "COURSE_"))
            and not name.lower().endswith("_proxy")
        }
        self._process = subprocess.Popen(
            [sys.executable, HERE / "hub_client.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=kept | settings | proxies,
            text=True,
        )

    def ask(self, job: str, **options: Any) -> Answer:
        """Do a job of ``hub_client.py`` in a process that knows nothing."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([job, options]) + "\n")
        self._process.stdin.flush()
        return Answer(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """End the process."""
        self._process.communicate()
