"""A worker of its own process that sends what waits, to be killed at any moment; what its gateway took is in a file."""

import os
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import django


def main(taken: Path, pause: float) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baiying.config.settings")
    django.setup()

    class Gateway:
        """Takes a text, and answers a little later: a kill meets one that was taken and not noted."""

        def send(self, parcel: Any) -> str:
            with taken.open("a", encoding="utf-8") as file:
                file.write(parcel.text + "\n")
            time.sleep(pause)
            return ""

    import_module("baiying.notices.senders").SENDERS["screen"] = Gateway
    clock, actions = import_module("baiying.kit.clock"), import_module("baiying.notices.actions")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    actions.deliver_waiting(at=clock.now(), now=clock.now)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
