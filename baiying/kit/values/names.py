"""Names of people as documents write them and keyboards give them: one form to keep, one key to find by. Pure.

What counts as a Chinese character is said here by ranges and not asked of Python's tables, which know each extension
only years after it is printed on identity cards (GB 18030-2022, level 3).
"""

import re
import unicodedata

MOST_SIGNS = 60
# The parts of long names are parted by dots. No document has more signs than these in a row: so many were typed, or
# pasted, by mistake.
MOST_IN_A_ROW = 20

# The name's middle dot, by every sign that keyboards and other programs put in its place.
_DOTS = "·•‧∙⋅●・･．․ㆍ᛫⸱ꞏᐧ·˙∘◦"
_APOSTROPHES = "'’‘‛ʼʹʻ′´`＇ꞌ"
_HYPHENS = "-‐‑‒–—―−－﹣"
# Between the syllables of a Tibetan name, and often after the last one.
_TSHEG = "\u0f0b"
_FOLDED = str.maketrans(
    {"\u0f0c": _TSHEG} | dict.fromkeys(_DOTS, "·") | dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_HYPHENS, "-"),
)
# The same for SQL's translate(): the signs, and beside each the one it is folded to, both quoted.
FOLDS = tuple(
    "'" + "".join(map(chr, signs)).replace("'", "''").replace("%", "%%") + "'"
    for signs in (_FOLDED.keys(), map(ord, _FOLDED.values()))
)
# Characters that police systems kept in the private area until Unicode had them (GB 18030-2005).
_ONCE_PRIVATE = str.maketrans(
    {
        0xE81E: "龴", 0xE826: "龵", 0xE82B: "龶", 0xE82C: "龷", 0xE832: "龸", 0xE843: "龹", 0xE854: "龺", 0xE863: "䶮",
        0xE864: "龻",
    }
)  # fmt: skip

# Unified ideographs of the basic block and extensions A to J, the compatibility forms, the zero that names use, and the
# sign of repetition. Planes 2 and 3 are set aside for ideographs as a whole.
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_SIGN = re.compile(f"[{HAN}]")
_ROW = re.compile(f"[{HAN}]{{{MOST_IN_A_ROW + 1}}}")
_BESIDE_HAN = re.compile(rf"(?<=[{HAN}·]) +| +(?=[{HAN}·])")
# Of these signs none is folded to another one: so most names come, and whole rosters of them.
_AS_IT_IS = re.compile(f"[\u3400-\u4dbf\u4e00-\u9fff]{{1,{MOST_IN_A_ROW}}}")
# What keys leave out, as a regular expression that Python and PostgreSQL read alike.
KEYLESS = r"[·.' -]+"


class BadName(ValueError):
    """Why a name cannot stand in a document: `code` is signs, private, length or row."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def plain(text: str) -> str:
    """Any one-line text without what cannot be seen: signs of direction and joining go, every blank is one blank.

    What is visible stays as it was typed.
    """
    seen = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Cc"} or c.isspace())
    return " ".join(seen.split())


def name(text: str) -> str:
    """A person's name as it is kept: 赵　六 is 赵六, D’Angelo is D'Angelo, 买买提•艾力 is 买买提·艾力.

    Refuses: signs (a digit, or something that no document has in a name), private (a character of one old computer
    only), length, row (too many signs without a dot). A name of one sign is a name.
    """
    if _AS_IT_IS.fullmatch(text):
        return text
    kept = folded(text)
    kept = _BESIDE_HAN.sub("", " ".join(kept.split()))
    kept = re.sub(rf"(?<=[{HAN}])\.(?=[{HAN}])", "·", kept)
    kept = kept.rstrip(_TSHEG)
    if len(kept) > MOST_SIGNS:
        raise BadName("length")
    if _ROW.search(kept):
        raise BadName("row")
    if _PRIVATE.search(kept):
        raise BadName("private")
    if kept and not _is_name(kept):
        raise BadName("signs")
    return kept


def key(text: str) -> str:
    """What a name is found by: without dots, blanks, apostrophes and hyphens, in small letters.

    The database makes the same of a kept name (people_person.name_key); a test holds the two equal.
    """
    return re.sub(KEYLESS, "", folded(text).lower())


# Signs of names as they are written outside the mainland, each with the one that documents here have.
_SIMPLIFIED = dict(
    zip(
        "張陳劉黃吳趙楊孫馬羅鄭謝許韓馮鄧蕭蔣葉蘇盧賈閻鍾譚陸龐顧賴龔齊錢湯嚴龍萬賀魯韋畢鄒偉麗華國軍強紅蘭鳳雲傑輝剛飛慶寶貴興東愛學義樹榮權艷豔靜曉穎寧豐諾瓊蓮勝連長時業誠賢順書鵬歡嬌瑩瑋鈺銳錦鋒鐵銀鋼陽"
        "雙靈韻頌鴻鶴潔濤漢滿澤瀟燦煥獻環發禮範純紹綱維緒繼績聖聰肅臨舉莊薩藝蘊衛覺詩語謙讓貝財貞賓贊躍遠達邁鈞鈴銘鏡開閔關項顏顯風駿騰驥魚鮑麥倫儀優億劍勳勵區啟堅嶽師幹廣懷戰攜進運軒輕農鑒鑑閩階隨頤願體點",
        "张陈刘黄吴赵杨孙马罗郑谢许韩冯邓萧蒋叶苏卢贾阎钟谭陆庞顾赖龚齐钱汤严龙万贺鲁韦毕邹伟丽华国军强红兰凤云杰辉刚飞庆宝贵兴东爱学义树荣权艳艳静晓颖宁丰诺琼莲胜连长时业诚贤顺书鹏欢娇莹玮钰锐锦锋铁银钢阳"
        "双灵韵颂鸿鹤洁涛汉满泽潇灿焕献环发礼范纯绍纲维绪继绩圣聪肃临举庄萨艺蕴卫觉诗语谦让贝财贞宾赞跃远达迈钧铃铭镜开闵关项颜显风骏腾骥鱼鲍麦伦仪优亿剑勋励区启坚岳师干广怀战携进运轩轻农鉴鉴闽阶随颐愿体点",
        strict=True,
    )
)
_AS_SIMPLIFIED = str.maketrans(_SIMPLIFIED)
# Letters to Unicode, and nothing to see.
_FILLERS = "\u115f\u1160\u3164\uffa0"


def bare(text: str) -> str:
    """What somebody is named by in sentences: letters and digits alone, whatever stands between or over them, in small
    letters, plain digits, and the signs of the mainland: 張/一 諾 is 张一诺."""
    found = []
    for sign in folded(text).lower():
        kind = unicodedata.category(sign)
        if kind == "Nd" or kind == "No":
            found.append(str(unicodedata.digit(sign, sign)))
        elif kind[0] in "LN" and sign not in _FILLERS:
            found.append(sign)
    return "".join(found).translate(_AS_SIMPLIFIED)


def is_han(text: str) -> bool:
    """Whether a text has Chinese signs and nothing else."""
    return bool(text) and all(_SIGN.match(sign) for sign in text)


def same(one: str, other: str) -> bool:
    """Whether two names are one, however they were typed: 买买提•艾力 and 买买提·艾力. A name of dots is nobody's."""
    return one == other or (key(one) != "" and key(one) == key(other))


def folded(text: str) -> str:
    """One sign for each that means the same, and none for what cannot be seen."""
    if _AS_IT_IS.fullmatch(text):
        return text
    # Before normalising, which makes a blank and a loose accent of some apostrophes.
    signs = plain(text).translate(_FOLDED).translate(_ONCE_PRIVATE)
    folded = unicodedata.normalize("NFKC", signs).translate(_FOLDED)
    return "".join(c for c in folded if not _is_variation(c))


def _is_variation(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


def _is_name(kept: str) -> bool:
    """Letters, their accents, between them single dots, apostrophes, hyphens, blanks; a dot may end a short form."""
    before = ""
    for sign in kept:
        if _is_letter(sign):
            before = "letter"
        elif unicodedata.category(sign).startswith("M") and before == "letter":
            continue
        elif sign in f"·.'- {_TSHEG}" and (before == "letter" or (sign == " " and before == ".")):
            before = "." if sign == "." else "join"
        elif sign == "'" and not before:
            # 't Hooft
            before = "join"
        else:
            return False
    return before in {"letter", "."} and any(_is_letter(sign) for sign in kept)


def _is_letter(sign: str) -> bool:
    return _SIGN.match(sign) is not None or unicodedata.category(sign).startswith("L")
