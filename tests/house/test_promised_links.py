"""No message names a link, a page or a button that it does not have: over all kept texts of all rooms."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from baiying.kit.kept import translate
from baiying.ui import kept
from tests.house import rooms

ROOT = rooms.PACKAGE
# What stands beside a text on a page and never in a text message; a link is `ui.kept.opening`.
PROMISES = re.compile("链接|点开看|点开查看|点击|按钮|网址|网页|见下|下面|点这里|二维码|扫码看|刷新")
# A page that is sent to by its name: “我的报名”里, 打开“收到的通知”, 在“我的资料”里点“这条不对”.
NAMED = re.compile("(?:打开|点|在)“([^”%]+)”|“([^”%]+)”里")


def kept_texts() -> Iterator[tuple[str, str]]:
    """Every text that is kept to be read by somebody else, with the file it stands in."""
    for path in sorted(ROOT.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "kit.kept import" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "translate" or not node.args:
                continue
            if isinstance(node.args[0], ast.Constant):
                yield str(path.relative_to(ROOT)), str(node.args[0].value)


# A page says beforehand what a message will carry; whether it carries a link hangs on the place's own address.
OF_MESSAGES = re.compile("打开链接|点链接|点开链接|短信里的链接|链接按一下")


def texts_said_beforehand() -> Iterator[tuple[str, str]]:
    """What the newest consents, the topics of help and the pages say: read far from the message they speak of."""
    versions: dict[str, Path] = {}
    for path in sorted(ROOT.glob("people/templates/people/consents/*.html")):
        versions[path.stem.rpartition("-")[0]] = path
    others = [p for p in ROOT.rglob("templates/**/*.html") if p.parent.name != "consents"]
    for path in [*versions.values(), *others, *ROOT.rglob("topics.py"), *ROOT.rglob("help_pages.py")]:
        for text in re.findall("[^\"']*[\\u4e00-\\u9fff][^\"']*", path.read_text(encoding="utf-8")):
            yield str(path.relative_to(ROOT)), text


def words_of_pages() -> str:
    """What stands on pages and in menus."""
    files = [*ROOT.rglob("templates/**/*.html"), *ROOT.rglob("room.py"), *ROOT.rglob("views/**/*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_the_walk_sees_the_texts() -> None:
    found = list(kept_texts())
    assert len(found) > 100
    assert any(file.startswith("activities/") for file, _ in found)
    assert PROMISES.search("您不同意的话，打开链接点“不同意”，报名就取消。")


def test_no_text_promises_a_link_that_it_does_not_carry() -> None:
    wrong = [f"{file}: {text}" for file, text in kept_texts() if PROMISES.search(text)]
    assert not wrong, "say it by ui.kept.opening, which carries the address"


def test_no_page_promises_the_link_of_a_message() -> None:
    """A consent said that one opens the link and presses once, where the text has none: only kept texts were read."""
    said = list(texts_said_beforehand())
    assert any("consents/guardian_under_14" in file for file, _ in said)
    assert OF_MESSAGES.search("不同意那一次，打开链接按一下就取消")
    assert not [f"{file}: {text}" for file, text in said if OF_MESSAGES.search(text)]


def test_every_page_and_button_that_a_text_names_is_there() -> None:
    pages = words_of_pages()
    named = {(file, name) for file, text in kept_texts() for pair in NAMED.findall(text) for name in pair if name}
    assert len(named) > 5
    missing = [one for one in named if f'"{one[1]}' not in pages and f">{one[1]}" not in pages]
    assert not missing, "no page or button begins so"


@pytest.mark.parametrize("address", ["", "https://city.example"])
def test_a_page_is_named_by_its_address_or_by_hand(address: str, settings: pytest.FixtureRequest) -> None:
    settings.PUBLIC_ADDRESS = address  # type: ignore[attr-defined]
    said = str(kept.opening("/signups/abc/guardian/", by_hand=translate("登录后在“我监护的孩子”里")))
    if address:
        assert said == "打开 https://city.example/signups/abc/guardian/ "
    else:
        assert said == "登录后在“我监护的孩子”里"
