"""Division codes as people write them (domain: 6 digits of GB/T 2260, 3 of GB/T 10114, 3 of the village)."""

import re
import unicodedata

LEVELS = ("province", "city", "county", "township", "village")
RANK = {level: rank for rank, level in enumerate(LEVELS)}

_SCIENTIFIC = re.compile(r"\d+(\.\d+)?[eE]\+?\d+")
_WORDS = {
    "province": ("province", "1", "省", "省级", "自治区", "直辖市", "特别行政区", "省(自治区、直辖市)", "省(区、市)"),
    "city": ("city", "prefecture", "2", "市", "市级", "地级", "地级市", "地市", "地市级", "州", "自治州", "盟", "地区"),
    "county": (
        "county", "district", "3", "县", "区", "县级", "区县", "县区", "县级市", "区级", "县(市、区)", "市辖区", "旗",
        "自治县", "自治旗", "林区", "特区",
    ),
    "township": (
        "township", "town", "street", "4", "乡", "镇", "街道", "乡级", "镇级", "乡镇", "乡镇(街道)", "乡镇街道",
        "乡镇级", "街道办事处", "街道办", "民族乡", "苏木", "民族苏木", "县辖区", "区公所",
    ),
    "village": (
        "village", "community", "5", "村", "社区", "村级", "村(社区)", "村社区", "居委会", "村委会", "村居", "嘎查",
        "行政村", "村民委员会", "居民委员会", "社区居委会",
    ),
}  # fmt: skip
_LEVEL_OF = {word: level for level, words in _WORDS.items() for word in words}


class BadCode(ValueError):
    """`code` says what is wrong: empty, scientific, characters, length."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def division_code(text: str) -> str:
    """The 12 digits. 2, 4, 6 and 9 digits are padded with zeros; 18 (the national system) are cut if only zeros fall.

    Refuses: empty; scientific (a spreadsheet has rounded the number: the digits are lost); characters; length.
    """
    if len(text) == 12 and text.isascii() and text.isdigit():
        return text
    code = unicodedata.normalize("NFKC", text).strip().strip("'\"`\u200b\ufeff").replace(" ", "")
    if not code:
        raise BadCode("empty")
    if _SCIENTIFIC.fullmatch(code):
        raise BadCode("scientific")
    code = code.removesuffix(".0")
    if not (code.isascii() and code.isdigit()):
        raise BadCode("characters")
    if len(code) == 18 and code.endswith("000000"):
        return code[:12]
    if len(code) not in (2, 4, 6, 9, 12):
        raise BadCode("length")
    return code.ljust(12, "0")


def level_named(text: str) -> str | None:
    """The level a word means; None if no such level is known."""
    word = unicodedata.normalize("NFKC", text).strip().lower().removesuffix(".0")
    return _LEVEL_OF.get(word)


def level_by_code(code: str) -> str:
    """The level that the zeros at the end of a 12-digit code say."""
    if code.endswith("0000000000"):
        return "province"
    if code.endswith("00000000"):
        return "city"
    if code.endswith("000000"):
        return "county"
    return "township" if code.endswith("000") else "village"


def meant_above(code: str) -> str:
    """The township of a village's code, the county of a township's: the code its parent ought to have.

    Empty where the code names none: a village straight under its county, a township of a city without counties.
    """
    if code.endswith("000000"):
        return ""
    if not code.endswith("000"):
        return f"{code[:9]}000" if code[6:9] != "000" else ""
    return f"{code[:6]}000000" if code[4:6] != "00" else ""


def ancestors_by_code(code: str) -> list[str]:
    """Codes that may be the parent of a code, nearest first."""
    shorter = (code[:cut].ljust(12, "0") for cut in (9, 6, 4, 2))
    return [one for one in dict.fromkeys(shorter) if one != code]
