"""The `baiying` command. What goes wrong is said in one sentence; a traceback only with BAIYING_DEBUG=1."""

from baiying.config.cli.main import main as main
