"""One moment of the database as a file, and back: PostgreSQL's own pg_dump and pg_restore, as the owner."""

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from baiying.kit.backups.archive import Unusable
from baiying.kit.db import binaries, urls

Connection = psycopg.Connection[tuple[object, ...]]
# Names a folder with the pg_dump and pg_restore of a server that is newer than ours.
PROGRAMS = "BAIYING_PG_BIN"
# Where the tables that a restore replaces wait until it has succeeded.
ASIDE = "before_restore"
_BLOCK = 1 << 20
# pg_restore 17 and later sets transaction_timeout, at which an older server stops: there psql takes the script without.
_KNOWS_THE_SETTING = 170000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A moment of the database that this connection and a dump see alike."""

    connection: Connection
    name: str
    server: int
    size: int


@contextmanager
def snapshot(url: str) -> Iterator[Snapshot]:
    """A read-only transaction that shows others its moment; it takes no number and holds up no sealing."""
    with connect(url) as connection:
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute(
            "SELECT pg_export_snapshot(), current_setting('server_version_num')::int,"
            " pg_database_size(current_database())"
        ).fetchone()
        assert row is not None
        yield Snapshot(connection, str(row[0]), int(str(row[1])), int(str(row[2])))


def connect(url: str) -> Connection:
    given = urls.parse(url)
    return psycopg.connect(_conninfo(url), password=given["PASSWORD"] or None, autocommit=True, connect_timeout=10)


def counts(connection: Connection) -> dict[str, int]:
    """Rows of every table; one that stands in parts counts as a whole."""
    tables = connection.execute(
        "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        " AND NOT relispartition ORDER BY 1"
    ).fetchall()
    found = {}
    for (name,) in tables:
        row = connection.execute(sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(str(name)))).fetchone()
        assert row is not None
        found[str(name)] = int(str(row[0]))
    return found


def dump(url: str, moment: Snapshot, write: Callable[[bytes], None]) -> None:
    """Write the dump of a snapshot, without owners and rights, which `baiying migrate` gives. Raises Unusable."""
    options = ["--format=custom", f"--snapshot={moment.name}", f"--exclude-schema={ASIDE}*"]
    command = [str(_program("pg_dump", moment.server)), *_PLAIN, *options, f"--dbname={_conninfo(url)}"]
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, env=_environment(url)
        )
        with _ended(process):
            assert process.stdout is not None
            while block := process.stdout.read(_BLOCK):
                write(block)
            process.wait()
        _complain("pg_dump", process.returncode, errors)


def restore(url: str, *, made_by: int, here: int, blocks: Iterable[bytes]) -> None:
    """Put a dump into a database that has nothing in `public`. Raises Unusable at the first error.

    `made_by` and `here` are the version numbers of the server that was dumped and of this one.
    """
    program = _program("pg_restore", max(made_by, here))
    commands = [[str(program), *_PLAIN, "--exit-on-error", f"--dbname={_conninfo(url)}"]]
    if here < _KNOWS_THE_SETTING:
        psql = _program("psql", here)
        commands = [
            [str(program), *_PLAIN, "--file=-"],
            ["sed", "-e", "1,60{/^SET transaction_timeout = 0;$/d;}"],
            [str(psql), "-X", "-q", "-o", os.devnull, "-v", "ON_ERROR_STOP=1", f"--dbname={_conninfo(url)}"],
        ]
    with tempfile.TemporaryFile() as errors, ExitStack() as ended:
        chain: list[subprocess.Popen[bytes]] = []
        for number, command in enumerate(commands):
            is_last = number == len(commands) - 1
            process = subprocess.Popen(
                command,
                stdin=chain[-1].stdout if chain else subprocess.PIPE,
                stdout=subprocess.DEVNULL if is_last else subprocess.PIPE,
                stderr=errors,
                env=_environment(url),
            )
            ended.enter_context(_ended(process))
            if chain and chain[-1].stdout is not None:
                # The next one holds it: when that ends, this one hears of it.
                chain[-1].stdout.close()
            chain.append(process)
        _feed(chain[0], blocks)
        codes = [process.wait() for process in chain]
        _complain("pg_restore", next((code for code in reversed(codes) if code), 0), errors)


def _feed(process: "subprocess.Popen[bytes]", blocks: Iterable[bytes]) -> None:
    assert process.stdin is not None
    # What was not read to its end is explained by what the program says.
    with suppress(BrokenPipeError):
        for block in blocks:
            process.stdin.write(block)
    with suppress(BrokenPipeError):
        process.stdin.close()


_PLAIN = ("--no-owner", "--no-privileges", "--no-tablespaces", "--no-publications", "--no-subscriptions")


def set_aside(connection: Connection) -> None:
    """Move all tables out of the way, so that they can come back; `public` is as in a new database."""
    with connection.transaction():
        connection.execute(f"ALTER SCHEMA public RENAME TO {ASIDE}")
        connection.execute("CREATE SCHEMA public")
        connection.execute("COMMENT ON SCHEMA public IS 'standard public schema'")
        connection.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")


def take_back(connection: Connection) -> None:
    """Undo `set_aside` and whatever came into `public` since."""
    with connection.transaction():
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute(f"ALTER SCHEMA {ASIDE} RENAME TO public")


def forget_aside(connection: Connection) -> None:
    connection.execute(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE")


def _conninfo(url: str) -> str:
    """Without the password, which others could read in the list of processes."""
    given = urls.parse(url)
    values = {"dbname": given["NAME"], "user": given["USER"], "host": given["HOST"], "port": given["PORT"]}
    return make_conninfo("", **{k: v for k, v in values.items() if v}, **given["OPTIONS"])


def _environment(url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BAIYING_")}
    return kept | {"PGPASSWORD": urls.parse(url)["PASSWORD"], "LC_ALL": "C.UTF-8"}


def _program(name: str, server: int) -> Path:
    """The program, at least as new as the server: an older one refuses, a newer one does."""
    given = os.environ.get(PROGRAMS)
    path = (Path(given) if given else binaries.folder() / "bin") / name
    try:
        said = subprocess.run([str(path), "--version"], check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise Unusable(f"{path} 不能运行，请检查 {PROGRAMS}。It does not run: see {PROGRAMS}.") from error
    found = re.search(r"\) (\d+)", said)
    if found is None or int(found[1]) < server // 10000:
        raise Unusable(
            f"服务器是 PostgreSQL {server // 10000}，这里的 {name} 是 {found[1] if found else said}："
            f"请安装与服务器相同版本的客户端程序，用 {PROGRAMS} 指出它的 bin 目录。"
            f"The server is newer than {path}: name a folder with its own {name} in {PROGRAMS}."
        )
    return path


@contextmanager
def _ended(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """Whatever happens, the program does not outlive us, and its pipes are closed."""
    try:
        yield
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()


def _complain(name: str, code: int, errors: IO[bytes]) -> None:
    if code:
        errors.seek(0)
        said = errors.read().decode(errors="replace").strip()[-600:]
        raise Unusable(f"{name} 没有完成 did not finish: {said or code}")
