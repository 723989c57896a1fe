"""The measurements at one size of the city, in one process: `python -m bench.one 20000 [name ...]`."""

import os
import sys

import django

from bench import system
from bench.__main__ import JOURNEYS, SEARCH


def main() -> None:
    volunteers, only = int(sys.argv[1]), sys.argv[2:]
    # Playwright keeps an event loop in the main thread; Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    os.environ.setdefault("BAIYING_VAR", str(system.place(volunteers)))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baiying.config.settings")
    with system.running(volunteers) as running:
        django.setup()
        # Tables are models only after set-up.
        from bench import (
            exports,
            field,
            front_figures,
            hot_paths,
            import_divisions,
            logs,
            offices,
            pages,
            people,
            search,
            silent,
            telling,
        )

        people.free_all(running)
        if JOURNEYS in only:
            # The browser comes with the tests, which the other measurements do without.
            from bench import journeys

            journeys.measure(running)

        def wanted(name: str) -> bool:
            return not only or name in only

        if wanted("start_up"):
            pages.start_up(running)
        if wanted("sign_up"):
            hot_paths.race(running, hot_paths.sign_up(running))
        if wanted("check_in"):
            hot_paths.check_in(running)
        if wanted("list"):
            pages.public_list(running)
        if wanted("weight"):
            pages.weight(running)
        if wanted("figures"):
            front_figures.measure(running)
        if wanted("offices"):
            offices.measure(running)
        if wanted("exports"):
            exports.measure(running)
        if wanted("logs"):
            logs.measure(running)
        if wanted("field"):
            field.measure(running)
        if wanted("telling"):
            telling.measure(running)
        if SEARCH in only:
            search.measure(running)
        if wanted("memory"):
            pages.memory(running)
        if wanted("silent"):
            silent.measure(running)
        if wanted("import"):
            import_divisions.measure(running)


if __name__ == "__main__":
    main()
