"""`baiying doctor`: one line per thing the program needs, good or not, with what to do."""

import os
import shutil
import sys
from collections.abc import Callable
from importlib import import_module

import django
from django.db import connection
from django.utils import translation

from baiying.config import assets, migrating, paths, supervisor
from baiying.kit.db import embedded, guards, proof, urls


def examine(say: Callable[[str], None]) -> bool:
    var = paths.var()
    findings = [
        (sys.version_info >= (3, 11), f"Python {sys.version.split()[0]}"),
        (_writable(), f"数据目录可写 data directory writable: {var}"),
        (_free_gigabytes() > 1, f"磁盘剩余 disk free: {_free_gigabytes():.1f} GB"),
        (assets.is_built(), "网页样式已制作 assets built"),
        *_database(),
    ]
    for good, line in findings:
        say(f"{'✓' if good else '✗'} {line}")
    return all(good for good, _ in findings)


def _writable() -> bool:
    paths.var().mkdir(parents=True, exist_ok=True)
    return os.access(paths.var(), os.W_OK)


def _free_gigabytes() -> float:
    return shutil.disk_usage(paths.var()).free / 1e9


def _database() -> list[tuple[bool, str]]:
    if not os.environ.get(urls.APP) and not supervisor.is_running(paths.var()):
        pid = embedded.EmbeddedServer(paths.var(), embedded.where(paths.var()), test=False).pid()
        if pid is None:
            return [(True, "内置数据库未运行，make run 时启动 embedded database starts with make run")]
    try:
        if migrating.is_needed():
            return [(False, "数据库结构需要升级：baiying migrate"), *_two_roles()]
        differing = migrating.functions_that_differ()
        allowed = _what_the_application_could_do()
    except Exception as error:
        return [(False, f"连不上数据库 cannot reach the database: {str(error).strip()}")]
    return [
        (not differing, f"数据库函数与程序不一致，请执行 baiying migrate：{'；'.join(differing)}")
        if differing
        else (True, "数据库正常 database at this version"),
        (False, f"应用角色能做它不该做的事 the application role may: {'；'.join(allowed)}")
        if allowed
        else (True, "应用角色改不了台账和操作记录（已逐条试过） ledger and audit cannot be changed: tried"),
        *_guards(),
        *_two_roles(),
        *_machine(),
    ]


def _guards() -> list[tuple[bool, str]]:
    """Asked after the set-up of Django above: whether what only grows, tables and parts, has its guards."""
    with connection.cursor() as cursor:
        bare = guards.unguarded(cursor)
    bad = [(False, f"{name} 缺少防改动的触发器，请执行 baiying migrate lacks its guards") for name in bare]
    return bad or [(True, "只增不改的表都有触发器 tables that only grow have their guards")]


def _what_the_application_could_do() -> list[str]:
    """Tried as the application role, also where this machine knows the owner's address."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baiying.config.settings")
    django.setup()
    with migrating.connect(urls.app_url(paths.var())) as connection:
        return proof.forbidden_things_allowed(connection, guards.append_only_tables())


def _machine() -> list[tuple[bool, str]]:
    """The gauges of the machine room; Django is ready by now, which these modules need."""
    gauges, clock = import_module("baiying.kit.gauges"), import_module("baiying.kit.clock")
    with translation.override("zh-hans"):
        return [
            (one.good, f"{one.label} {one.name}: {one.value:,.0f}" + ("" if one.good else f"，{one.advice}"))
            for one in gauges.read(clock.now())
        ]


def _two_roles() -> list[tuple[bool, str]]:
    """Whether a city's own database is migrated and used by two roles; the embedded one always is."""
    app, owner = os.environ.get(urls.APP), os.environ.get(urls.OWNER)
    if not app:
        return []
    if not owner:
        return [(False, f"没有设置 {urls.OWNER}：执行 baiying migrate 的机器需要它 needed where tables are migrated")]
    if urls.parse(owner)["USER"] == urls.parse(app)["USER"]:
        return [(False, f"{urls.OWNER} 与 {urls.APP} 是同一个角色，请分开 both name the same role")]
    return [(True, "数据库所有者与应用角色分开 two roles")]
