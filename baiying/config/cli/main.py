"""The commands. Each composes what rooms and `config` offer; heavy modules are imported when their command runs."""

import errno
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from baiying.config import paths
from baiying.config.paths import Problem

_DISK = {
    errno.ENOSPC: "磁盘已满，请清理后重试。The disk is full.",
    errno.EDQUOT: "磁盘配额已用完，请清理后重试。The disk quota is used up.",
    errno.EROFS: "磁盘是只读的，请换一个可写的数据目录（BAIYING_VAR）。The disk is read-only.",
    errno.EACCES: "没有权限，请换一个可写的数据目录（BAIYING_VAR）。Permission denied.",
    errno.ENOENT: "找不到，请检查数据目录（BAIYING_VAR）。Not found.",
    errno.ENOTDIR: "不是目录，请换一个数据目录（BAIYING_VAR）。Not a directory.",
    errno.EEXIST: "已经有同名的文件，请换一个数据目录（BAIYING_VAR）。A file of this name is in the way.",
    errno.EPERM: "没有权限，请换一个可写的数据目录（BAIYING_VAR）。Permission denied.",
}


def main() -> None:
    try:
        group(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("已取消。Cancelled.", err=True)
        sys.exit(130)
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None or os.environ.get("BAIYING_DEBUG") == "1":
            raise
        click.echo(sentence, err=True)
        sys.exit(1)


def _sentence(error: BaseException) -> str | None:
    """What to tell whoever typed the command; None for what nobody foresaw."""
    refusal = getattr(error, "sentence", None)  # kit.errors.Refused, known by its shape to stay light.
    if refusal is not None:
        return str(refusal)
    if isinstance(error, Problem) or type(error).__name__ == "LauncherProblem":
        return str(error)
    if isinstance(error, OSError) and error.errno in _DISK:
        return f"{error.filename or ''} {_DISK[error.errno]}".strip()
    if isinstance(error, ModuleNotFoundError):
        return (
            f"缺少组件 {error.name}，请执行 make run 或 make build 重新安装。"
            f"The module {error.name} is missing: run make run or make build."
        )
    if type(error).__name__ == "OperationalError":
        return f"连不上数据库：{str(error).strip()}。Cannot reach the database."
    return None


def _call(name: str, *arguments: Any, **keywords: Any) -> Any:
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)(*arguments, **keywords)


@click.group(help="百应：新时代文明实践志愿服务。Baiying, run from the command line.")
def group() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baiying.config.settings")


@group.command(help="启动全部服务，Ctrl-C 停止。Start everything; Ctrl-C stops it.")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="PORT", default="8000", show_default=True)
@click.option("--empty", is_flag=True, envvar="EMPTY", help="不载入演示城市。Do not load the demo city.")
def run(host: str, port: str, empty: bool) -> None:
    if not (port.isascii() and port.isdigit()) or not 1 <= int(port) <= 65535:
        raise Problem(f"端口 {port} 不是 1 到 65535 的数字。The port {port} is not a number from 1 to 65535.")
    demo = not empty and os.environ.get("BAIYING_DEMO", "1") != "0"
    supervisor = import_module("baiying.config.supervisor")
    supervisor.run(supervisor.Options(host, int(port), demo), click.echo)


@group.command(help="升级数据库结构。Bring the database to this version.")
def migrate() -> None:
    _call("baiying.config.cli.database:migrate")


@group.command(help="只启动网页服务。Only the web server.")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="PORT", default=8000, show_default=True, type=click.IntRange(1, 65535))
def web(host: str, port: int) -> None:
    os.environ["BAIYING_PROCESS"] = "web"
    if told := _call("baiying.config.exposure:warning", host):
        click.echo(told, err=True)
    _call("baiying.config.cli.database:without_owner")
    with _database(serving=True):
        _call("baiying.config.web:serve", host, port)


@group.command(help="只启动后台任务。Only the background worker.")
def worker() -> None:
    os.environ["BAIYING_PROCESS"] = "worker"
    _call("baiying.config.cli.database:without_owner")
    with _database(serving=True):
        _call("baiying.config.worker:work")


@group.command(help="制作网页样式、译文和静态文件。Build style sheets, translations and static files.")
@click.option("--fresh", is_flag=True, help="全部重做。Make everything anew.")
@click.option("--tests", is_flag=True, help="同时安装测试用的浏览器。Also install the browser that tests drive.")
def build(fresh: bool, tests: bool) -> None:
    if fresh:
        _call("baiying.config.assets:forget")
    _call("baiying.config.assets:build_if_stale", click.echo, tests=tests)


@group.command(help="收集界面文字到译文目录。Collect the texts to be translated.")
def messages() -> None:
    total, missing = _call("baiying.config.messages:collect", paths.ROOT / "baiying")
    click.echo(f"{total} texts, {missing} without English")


@group.command(help="写 docs/law.md：法律条款对照表。Write the table of law.")
def law() -> None:
    _call("django:setup")
    click.echo(f"{_call('baiying.config.law:write')} duties")


@group.command(help="Python 命令行，已连接数据库。A Python prompt with the database.")
def shell() -> None:
    with _database():
        _call("django.core.management:call_command", "shell")


@group.command(help="载入演示城市。Load the demo city.")
@click.option("--volunteers", default=20_000, show_default=True, type=click.IntRange(100, 200_000))
@click.option("--reset", is_flag=True, help="先清空演示数据。Empty the demo data first.")
def demo(volunteers: int, reset: bool) -> None:
    with _database(as_owner=True) as server:
        _call("baiying.config.cli.demo:load", server, volunteers=volunteers, reset=reset)


@group.group(help="管理员。Administrators.")
def admin() -> None:
    pass


@admin.command("create", help="创建第一位管理员。Make the first administrator.")
@click.option("--phone", help="手机号 Phone")
@click.option("--name", help="姓名 Name")
def admin_create(phone: str | None, name: str | None) -> None:
    with _database():
        _call("baiying.config.cli.admin:create", phone, name)


@admin.command("code", help="没有接通短信时，显示刚发给一个手机号的验证码。Show the code just sent to a phone.")
@click.argument("phone")
def admin_code(phone: str) -> None:
    with _database():
        _call("baiying.config.cli.admin:code", phone)


@group.group(help="短信等通道。Ways out for messages.")
def channels() -> None:
    pass


@channels.command("show", help="各通道的状况。How each fares; exits with 1 if one is in trouble.")
def channels_show() -> None:
    with _database():
        sys.exit(_call("baiying.config.cli.channels:show"))


@channels.command(
    "templates", help="要报给短信商的模板：近期用过的每种文字。The texts of late, as a vendor approves them."
)
def channels_templates() -> None:
    with _database():
        _call("baiying.config.cli.channels:templates")


@channels.command("confirm", help="确认由这一套系统给群众发消息。Confirm that this copy writes to people.")
@click.option(
    "--drop-waiting", is_flag=True, help="现在等着的不再发（恢复备份之后）。Drop what waits (after a restore)."
)
def channels_confirm(drop_waiting: bool) -> None:
    with _database():
        _call("baiying.config.cli.channels:confirm", drop_waiting=drop_waiting)


@group.group(help="别处的登录（统一身份认证）。Log-ins elsewhere.")
def unified() -> None:
    pass


@unified.command(
    "check", help="逐个试设好的统一身份认证。Try each provider that is set; exits with 1 if one cannot be used."
)
def unified_check() -> None:
    with _database():
        sys.exit(_call("baiying.config.cli.unified:check"))


@unified.command("domain", help="网站换域名之前：谁会进不来。Who would be locked out by another name of the site.")
@click.argument("host")
@click.option("--announce", is_flag=True, help="告诉所有用通行密钥的人。Tell everybody who has a passkey.")
def unified_domain(host: str, announce: bool) -> None:
    with _database():
        sys.exit(_call("baiying.config.cli.unified:domain", host, announce=announce))


@group.group("keys", help="主密钥。Master keys.")
def master_keys() -> None:
    pass


@master_keys.command("new", help="再生成一个主密钥。Make another master key.")
def keys_new() -> None:
    _call("baiying.config.cli.keys:add")


@master_keys.command("rotate", help="用最新的主密钥重新加密。Seal anew with the newest master key.")
def keys_rotate() -> None:
    with _database():
        _call("baiying.config.cli.keys:rotate")


@master_keys.command("forget", help="销毁不再使用的旧主密钥。Destroy an old master key that nothing needs.")
@click.argument("number", type=int)
def keys_forget(number: int) -> None:
    with _database():
        _call("baiying.config.cli.keys:forget", number=number)


@group.group(help="统计数据。Figures.")
def figures() -> None:
    pass


@figures.command(help="从明细重新计数并逐项比对。Recount from the ledger and compare every cell.")
def reconcile() -> None:
    with _database():
        sys.exit(_call("baiying.figures.reconcile:main"))


@group.group(help="大表的分区。Parts of the large tables.")
def partitions() -> None:
    pass


@partitions.command("list", help="列出分区。List them, and what is missing.")
def partitions_list() -> None:
    with _database():
        sys.exit(_call("baiying.config.cli.partitions:show"))


@partitions.command("make", help="提前建立一年的分区。Make the parts of a year ahead.")
def partitions_make() -> None:
    with _database(as_owner=True):
        _call("baiying.config.cli.partitions:make")


@partitions.command("archive", help="把一个旧分区写入文件并移出数据库。Write an old part to a file and take it out.")
@click.argument("part")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def partitions_archive(part: str, folder: Path) -> None:
    with _database(as_owner=True):
        _call("baiying.config.cli.partitions:archive", part, folder)


@partitions.command("restore", help="把归档文件放回数据库。Put an archived part back.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def partitions_restore(file: Path) -> None:
    with _database(as_owner=True):
        _call("baiying.config.cli.partitions:restore", file)


@group.group(help="操作记录的防篡改。The audit, proved unchanged.")
def audit() -> None:
    pass


@group.group(help="时长台账的防篡改。The ledger of hours, proved unchanged.")
def ledger() -> None:
    pass


def _log_commands(parent: click.Group, name: str) -> None:
    @parent.command(
        "verify", help="逐行核对，指出改动、删除和插入的记录。Name what was changed, removed or slipped in."
    )
    @click.option("--head", "heads", multiple=True, help="保存在别处的末端，如 12:ab34…。An end kept elsewhere.")
    def verify(heads: tuple[str, ...]) -> None:
        with _database():
            sys.exit(_call("baiying.config.cli.logs:verify", name, heads))

    @parent.command("seal", help="立即封存新的记录。Seal now what is new.")
    def seal() -> None:
        with _database():
            _call("baiying.config.cli.logs:seal", name)

    @parent.command("head", help="显示末端，请抄存在别处。Show the end, to be kept elsewhere.")
    def head() -> None:
        with _database():
            _call("baiying.config.cli.logs:head", name)


_log_commands(audit, "audit")
_log_commands(ledger, "ledger")


@group.group(help="区划。Divisions.")
def places() -> None:
    pass


@places.command("import", help="导入区划表（CSV 或 xlsx）。Import a division table.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as-of", help="生效日期，如 2026-01-01。The day it holds from.")
@click.option("--without-errors", is_flag=True, help="跳过有错误的行。Leave out the rows with errors.")
def places_import(file: Path, as_of: str | None, without_errors: bool) -> None:
    with _database():
        _call("baiying.config.cli.places:import_file", file, as_of=as_of, without_errors=without_errors)


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_passphrase = click.option(
    "--passphrase-file", type=_FILE, help="口令所在的文件；或 BAIYING_BACKUP_PASSPHRASE。The file with the passphrase."
)


@group.command(help="备份到目录或文件，服务可以照常运行。Back up into a directory or file; the site may run.")
@click.argument("target", type=click.Path(path_type=Path))
@_passphrase
@click.option("--without-keys", is_flag=True, help="不含密钥：密钥另行保管。Keys are kept elsewhere.")
@click.option("--keep", type=click.IntRange(min=1), help="只留最新的几份。How many of the newest to keep.")
def backup(target: Path, passphrase_file: Path | None, without_keys: bool, keep: int | None) -> None:
    if keep and not target.is_dir():
        raise Problem("--keep 要与目录一起用。--keep goes with a directory.")
    text = None if without_keys else _call("baiying.config.cli.backups.asking:passphrase", passphrase_file, new=True)
    with (
        _call("baiying.config.cli.backups.asking:stopped_in_order"),
        _call("baiying.config.cli.database:as_it_stands") as current,
    ):
        _call("baiying.config.cli.backups.taking:take", target, passphrase=text, keep=keep, current=current)


@group.command(help="从备份恢复，服务须先停止。Restore a backup; the site must be stopped.")
@click.argument("file", type=_FILE)
@_passphrase
@click.option("--replace", is_flag=True, help="代替现有的数据，要输入确认。In place of what is there, once confirmed.")
@click.option("--unchecked", is_flag=True, hidden=True)
def restore(file: Path, passphrase_file: Path | None, replace: bool, unchecked: bool) -> None:
    sys.exit(
        _call(
            "baiying.config.cli.backups.restoring:restore", file, passphrase_file, replace=replace, check=not unchecked
        )
    )


@group.command("erase-again", hidden=True)
def erase_again() -> None:
    with _database():
        _call("baiying.config.cli.backups.erasing:again")


@group.command("check-restored", hidden=True)
@click.argument("file", type=_FILE)
def check_restored(file: Path) -> None:
    with _database():
        sys.exit(_call("baiying.config.cli.backups.checking:check", file))


@group.command(help="把备份恢复到临时副本里逐项核对。Restore a backup into a copy, prove it, remove the copy.")
@click.argument("file", type=_FILE)
@_passphrase
def drill(file: Path, passphrase_file: Path | None) -> None:
    good = _call("baiying.config.cli.backups.drilling:drill", file, passphrase_file)
    try:
        with _call("baiying.config.cli.database:as_it_stands") as current:
            if current:
                _call("baiying.config.cli.backups.noting:drilled", file, good)
    except Problem as problem:
        click.echo(f"演练没有记下：{problem} The drill was not noted.", err=True)
    sys.exit(0 if good else 1)


@group.command(help="检查运行环境。Check what the program needs.")
def doctor() -> None:
    sys.exit(0 if _call("baiying.config.cli.doctor:examine", click.echo) else 1)


def _database(*, as_owner: bool = False, serving: bool = False) -> Any:
    """The embedded server if no other is named, at this version's tables; stopped again if it was started here."""
    return _call("baiying.config.cli.database:ready", as_owner=as_owner, serving=serving)
