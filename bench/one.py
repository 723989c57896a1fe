"""The measurements at one size of the city, in one process: `python -m bench.one 20000 [name ...]`."""

import importlib
import os
import sys

import django

from bench import system
from bench.__main__ import JOURNEYS, MESSAGES, SEARCH

# In the order in which they run. Imported when asked for: tables are models only after set-up, and the browser of the
# journeys comes with the tests, which the others do without.
_MEASURES = {
    JOURNEYS: "journeys.measure",
    "start_up": "pages.start_up",
    "sign_up": "hot_paths.sign_up_and_race",
    "check_in": "hot_paths.check_in",
    "list": "pages.public_list",
    "weight": "pages.weight",
    "figures": "front_figures.measure",
    "offices": "offices.measure",
    "exports": "exports.measure",
    "factors": "factors.measure",
    "logs": "logs.measure",
    "field": "field.measure",
    "telling": "telling.measure",
    SEARCH: "search.measure",
    MESSAGES: "messages.measure",
    "keys": "keys.measure",
    "rosters": "rosters.measure",
    "asleep": "asleep.measure",
    "lists": "lists.measure",
    "memory": "pages.memory",
    "silent": "silent.measure",
    "import": "import_divisions.measure",
    "sites": "import_sites.measure",
}
# Each with a city of its own: only by name.
_APART = (JOURNEYS, SEARCH, MESSAGES)


def main() -> None:
    volunteers, only = int(sys.argv[1]), sys.argv[2:]
    # Playwright keeps an event loop in the main thread; Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    os.environ.setdefault("BAIYING_VAR", str(system.place(volunteers)))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baiying.config.settings")
    with system.running(volunteers) as running:
        django.setup()
        importlib.import_module("bench.people").free_all(running)
        for name, measure in _MEASURES.items():
            if name in only or (not only and name not in _APART):
                module, _, function = measure.partition(".")
                getattr(importlib.import_module(f"bench.{module}"), function)(running)


if __name__ == "__main__":
    main()
