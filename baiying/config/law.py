"""The table of law: gathers what every room keeps, adds what no room keeps yet, and writes docs/law.md."""

import ast
import re
from collections import defaultdict
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from baiying.config import paths, rooms
from baiying.kit.law import BY_KEY, SOURCES, Duty
from baiying.kit.values.floors import floors_of

PAGE = paths.ROOT / "docs" / "law.md"


def _later(number: str, articles: str, says: str, room: str) -> Duty:
    return Duty(number, tuple(articles.split()), says, missing="nothing exists", room=room)


# Duties of rooms that do not exist yet, and of those that do but keep nothing of it. A room that keeps one takes it.
LATER: tuple[Duty, ...] = (
    _later("R685-13", "13", "Needs with true information and risks; the body verifies and answers promptly.", "needs"),
    _later("R685-14", "14", "A written agreement where needed.", "activities"),
    _later("R685-17", "17", "Accident insurance before any service with bodily danger.", "activities"),
    _later("R685-18", "18", "The mark of volunteer service may be used.", "certificates"),
    _later("R685-21", "21", "Recipients keep dignity and privacy; nothing is taken from them.", "needs"),
    _later("R685-24", "24", "In emergencies needs are published and one command is followed.", "mobilisation"),
    _later("R685-30", "30", "Purchased services are published.", "coordination"),
    _later("R685-32", "32 33", "Honours and preferential treatment for good records.", "honours"),
    _later("R685-37", "37", "Charging recipients has consequences.", "complaints"),
    _later("R685-39", "39 40", "Profit-making and forced assignment have consequences.", "complaints"),
    _later("O67-4", "4", "Records reach the designated national system under its data standard.", "exchange"),
    _later("O67-8", "8", "Training is recorded: name, content, hours, body, date.", "people"),
    _later("O67-9", "9", "Honours are recorded promptly or after verification.", "honours"),
    _later("O67-10", "10", "Service is evaluated; stars by time and quality.", "honours"),
    _later("O67-14", "14 15", "Certificates are free and true: time, content, recording unit.", "certificates"),
    _later("O67-17", "17", "Certificates can be checked.", "certificates"),
    _later("O67-18", "18", "A yearly public report on records and certificates.", "dashboards"),
    _later("O67-21", "21", "Spot checks with published results.", "hours"),
    _later("O67-22", "22", "Bodies supply data to civil affairs.", "exchange"),
    _later("O67-23", "23 24 25", "Leaks, refusals and profit-making have consequences.", "complaints"),
    _later("M149-parts", "", "A certificate has its parts, a number, a ledger, and public notice.", "certificates"),
    _later("CHL-23", "23 26 27 113", "No public solicitation without the status for it.", "supplies"),
    _later("CHL-32", "32", "No apportionment of donations.", "supplies"),
    _later("CHL-38", "38 70 72 73 74", "Receipts; publication every five days in emergencies.", "supplies"),
    _later("CHL-67", "67 68 69", "Match, train and insure before dangerous service.", "activities"),
    _later("CHL-101", "101", "Records may enter credit records.", "exchange"),
    _later("CHL-119", "119", "The body pays for damage.", "activities"),
    _later("OP24-library", "", "Unified interfaces, project library, service list, dynamic exit.", "needs"),
    _later("LOC-ZJ", "", "Written agreement in seven cases (Zhejiang).", "activities"),
    _later("LOC-insurance", "", "Insurance is bought for posts on the platform (Beijing, Ningbo).", "activities"),
    _later("F24-inspection", "", "One comprehensive inspection a year; no plates.", "assessment"),
    _later("A12-filing", "", "Filed before launch, the number shown, changes and closure announced.", "desk"),
    _later("A12-ipv6", "", "Reached by IPv6.", "config"),
    _later("A12-sharing", "", "Data are shared instead of asked for again.", "exchange"),
    _later(
        "PIPL-21",
        "21 23",
        "Processors, and giving to others: by contract and separate consent, on a register.",
        "exchange",
    ),
    _later("PIPL-49", "49", "Heirs may ask about the facts of somebody who died.", "people"),
    _later("PIPL-52", "52", "A responsible person is named.", "people"),
    _later("PIPL-54", "54", "Compliance is audited.", "people"),
    _later("PIPL-55", "55 56", "Impact is assessed beforehand, kept three years.", "people"),
    _later("PIPL-57", "57", "A breach is told to authority and people.", "people"),
    _later("NDR-10", "10 12", "Flaws within 24 hours; logs of giving data for three years.", "exchange"),
    _later(
        "NDR-15",
        "15 16 17 20 24",
        "Builders within their contract; complaints about data.",
        "people",
    ),
    _later("MIN-35", "35", "A breach is told to guardians.", "people"),
    Duty(
        "GB22239-backup",
        (),
        "Backups and restoring, also off site.",
        ("baiying.config.cli.backups.taking.take", "baiying.config.cli.backups.restoring.restore"),
        "keeping one off site is the operator's",
        "config",
    ),
    Duty(
        "GB39786-41",
        ("41",),
        "The SM suite where it is required.",
        ("baiying.kit.suites.SM", "baiying.kit.resealing.reseal"),
        "seals and finds personal data; log-in, the chain of the audit and backups use international algorithms",
        "kit",
    ),
    _later("BFL-29", "29", "Emergency notices large and in voice.", "mobilisation"),
    _later("GOV-content", "", "Public text is checked for safety.", "activities"),
    _later("GOV-login", "", "Unified log-in, data catalogue, archives, domestic stack.", "accounts"),
)
# What the whole program keeps, not one room.
EVERYWHERE: tuple[Duty, ...] = (
    Duty("PIPL-36", ("36", "40"), "Data stay in China: no page asks another host.", ("baiying.config.settings",)),
    Duty(
        "GB22239-audit",
        (),
        "Every user's acts are audited, protected, kept.",
        ("baiying.kit.audit", "sql:kit_refuse_change"),
        "reading lists is not logged",
        "desk",
    ),
    Duty(
        "A12-forbidden",
        (),
        "No staff check-in, online time, ranking, likes, forwards, votes, forced photo or track, commerce.",
        ("baiying.config.forbidden",),
    ),
    Duty(
        "F24-traces",
        (),
        "Nothing is judged by media, leaders' words, meetings or photos.",
        ("baiying.config.forbidden",),
    ),
    Duty(
        "BFL-32",
        ("32",),
        "Large type, contrast, targets; by keyboard and screen reader.",
        ("page:ui:preferences", "baiying.ui.templatetags.simpler.secondary"),
    ),
    Duty(
        "GOV-identifiers",
        (),
        "Identifiers are checked by their standards (GB 11643, GB 32100).",
        ("baiying.kit.values.identifiers",),
        "some foreign cards are misread",
        "kit",
    ),
)


def duties() -> list[Duty]:
    """Every line of the table, by source and article."""
    found = [*EVERYWHERE, *LATER]
    for room in rooms.gathered():
        name = f"baiying.{room}.law"
        if find_spec(name):
            found += getattr(import_module(name), "LAW", ())
    order = {source.key: place for place, source in enumerate(SOURCES)}
    return sorted(found, key=lambda duty: (order[duty.source], _first(duty), duty.number))


def _first(duty: Duty) -> int:
    digits = re.match(r"\d+", duty.number.rpartition("-")[2])
    return int(digits.group()) if digits else 999


def floors() -> dict[str, list[str]]:
    """Number of a duty -> the values of rules that it fixes, as `registration.adult_age at_least 18`."""
    found: dict[str, list[str]] = defaultdict(list)
    for room in rooms.gathered().values():
        for kind in room.rule_kinds:
            for floor in floors_of(kind.rules):
                value = ", ".join(floor.value) if isinstance(floor.value, tuple) else floor.value
                found[floor.duty].append(f"{kind.rules.KIND}.{floor.field} {floor.bound} {value}")
    return found


def tests(root: Path) -> dict[str, list[str]]:
    """Number of a duty -> the tests that are marked as holding it; a floor's are found by themselves."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((root / "tests").rglob("test_*.py")):
        where = path.relative_to(root).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                for number in _marked(node):
                    found[number].append(f"{where}::{node.name}")
    for number in floors():
        found[number].append("tests/places/test_floors.py")
    return found


def _marked(node: ast.FunctionDef) -> list[str]:
    return [
        argument.value
        for mark in node.decorator_list
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.law"
        for argument in mark.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def written() -> str:
    """The page, as docs/law.md must be."""
    every, held, fixed = duties(), tests(paths.ROOT), floors()
    count = {state: sum(duty.state == state for duty in every) for state in ("kept", "partly", "not yet")}
    lines = [
        "# The table of law",
        "",
        "Written by `baiying law` from the rooms' `law.py`; a house test holds it equal. Laws are summed up in our own",
        "words; a city's lawyers decide. Kept: by the code named, held by the tests named.",
        "",
        f"{len(every)} duties: {count['kept']} kept, {count['partly']} partly, {count['not yet']} not yet.",
    ]
    for source in SOURCES:
        mine = [duty for duty in every if duty.source == source.key]
        if not mine:
            continue
        since = f"in force from {source.valid_from}" + (f" to {source.valid_to}" if source.valid_to else "")
        lines += ["", f"## {source.title}", "", since, "", "| no. | art. | duty | kept where | tests | not yet |"]
        lines.append("|---|---|---|---|---|---|")
        lines += [_line(duty, held.get(duty.number, []), fixed.get(duty.number, [])) for duty in mine]
    return "\n".join(lines) + "\n"


def _line(duty: Duty, held: list[str], fixed: list[str]) -> str:
    kept = [f"`{name}`" for name in duty.kept] + [f"floor `{text}`" for text in fixed]
    not_yet = ""
    if duty.missing or not duty.kept:
        not_yet = f"{duty.missing or 'nothing exists'} ({'room ' + duty.room if duty.room else 'nobody yet'})"
    articles = ", ".join(duty.articles) + (f" (from {duty.valid_from})" if duty.valid_from else "")
    named = "<br>".join(f"`{test}`" for test in held)
    cells = (duty.number, articles, duty.says, "<br>".join(kept), named, not_yet)
    return "| " + " | ".join(cells) + " |"


def write() -> int:
    """Write docs/law.md; gives the number of duties."""
    PAGE.write_text(written(), encoding="utf-8")
    return len(duties())


__all__ = ["BY_KEY", "duties", "floors", "tests", "write", "written"]
