"""A worker of its own process that sends one mailing, to be killed at any moment."""

import os
import sys
from importlib import import_module

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baiying.config.settings")
    django.setup()
    # Many small transactions: a kill meets one in its middle.
    import_module("baiying.circulars.actions.sending").BATCH = 5  # type: ignore[attr-defined]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    at = import_module("baiying.kit.clock").now()
    import_module("baiying.circulars.actions").go_on(mailing_id=int(sys.argv[1]), at=at)


if __name__ == "__main__":
    main()
