"""So that the supervisor can start single commands as `python -m baiying.config.cli`."""

from baiying.config.cli.main import main

main()
