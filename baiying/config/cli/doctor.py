"""`baiying doctor`: one line per thing the program needs, good or not, with what to do."""

import os
import shutil
import sys
from collections.abc import Callable

from baiying.config import assets, migrating, paths, supervisor
from baiying.kit.db import embedded


def examine(say: Callable[[str], None]) -> bool:
    var = paths.var()
    findings = [
        (sys.version_info >= (3, 11), f"Python {sys.version.split()[0]}"),
        (_writable(), f"数据目录可写 data directory writable: {var}"),
        (_free_gigabytes() > 1, f"磁盘剩余 disk free: {_free_gigabytes():.1f} GB"),
        (assets.is_built(), "网页样式已制作 assets built"),
        _database(),
    ]
    for good, line in findings:
        say(f"{'✓' if good else '✗'} {line}")
    return all(good for good, _ in findings)


def _writable() -> bool:
    paths.var().mkdir(parents=True, exist_ok=True)
    return os.access(paths.var(), os.W_OK)


def _free_gigabytes() -> float:
    return shutil.disk_usage(paths.var()).free / 1e9


def _database() -> tuple[bool, str]:
    given = os.environ.get("BAIYING_DATABASE_URL")
    if not given and not supervisor.is_running(paths.var()):
        pid = embedded.EmbeddedServer(paths.var(), embedded.where(paths.var()), test=False).pid()
        if pid is None:
            return True, "内置数据库未运行，make run 时启动 embedded database starts with make run"
    try:
        needed = migrating.is_needed()
        differing = [] if needed else migrating.functions_that_differ()
    except Exception as error:
        return False, f"连不上数据库 cannot reach the database: {str(error).strip()}"
    if differing:
        return False, f"数据库函数与程序不一致，请执行 baiying migrate：{'；'.join(differing)}"
    return not needed, "数据库结构需要升级：baiying migrate" if needed else "数据库正常 database at this version"
