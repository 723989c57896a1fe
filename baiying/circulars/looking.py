"""What an attachment is and whether a list of people hides in it: looked into without opening it in any program."""

import codecs
import html
import io
import lzma
import re
import zipfile
import zlib

from baiying.kit.values.texts import Numbers, numbers_in_file

KINDS_IN_WORDS = "pdf、docx、xlsx、txt、csv、jpg、png"
# What a kind of file begins with; texts begin with anything that is text.
_BEGINS = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "jpg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
}
_INSIDE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_TEXTS = {"txt", "csv"}
# So much of a packed file is unpacked at most: a bomb costs no more than this.
_MOST = 24 * 1024 * 1024
_TAGS = re.compile(r"</?(?:w:r|w:t|w:rPr|w:lang|w:rFonts|w:proofErr|r|t|rPr)(?: [^<>]*)?/?>")
_OTHER_TAGS = re.compile(r"<[^<>]*>")
# How a run looks, and what nobody reads: both go as a whole, or they would part a number.
_LOOKS = re.compile(r"<(w:rPr|rPr)(?: [^<>]*)?(?<!/)>.*?</\1>|<!--.*?-->", re.DOTALL)
_SAYS_ITS_CODE = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
# Text that is put together only when a program reads it; a number so long that a sheet has lost its last digits.
_ONLY_READ = re.compile(r"<!(?:DOCTYPE|ENTITY|\[CDATA\[)")
_ROUNDED = re.compile(r">\s*[1-9](?:\.\d+)?E\+?1[5-9]\s*<", re.IGNORECASE)
# Also signs that turn the direction: a name must not read as another kind of file.
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\\/:*?\"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_LONGEST_NAME = 120


def plain_name(name: str) -> str:
    """A file name that is one on every system and names no directory."""
    tidy = _NOT_IN_NAMES.sub(" ", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem, dot, end = tidy.rpartition(".")
    return f"{stem[: _LONGEST_NAME - len(end) - 1]}{dot}{end}" if dot else tidy[:_LONGEST_NAME]


def kind_of(name: str, content: bytes) -> str | None:
    """The kind of a file by its name, if its content is of that kind; None for every other."""
    end = name.lower().rpartition(".")[2]
    end = "jpg" if end == "jpeg" else end
    if end in _TEXTS:
        return end if _text_of(content) is not None else None
    if end not in _BEGINS or not content.startswith(_BEGINS[end]):
        return None
    return end if end not in _INSIDE or _INSIDE[end] in _names_in(content) else None


def _text_of(content: bytes) -> str | None:
    for code in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(code)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None


def _names_in(content: bytes) -> set[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return set()


def numbers_in(kind: str, content: bytes) -> tuple[bool, Numbers]:
    """Whether the file could be looked into as a whole, and the phone and ID numbers in it.

    Of a PDF what stands in it unpacked; of a picture nothing: these two are said to be not looked into.
    """
    if kind in _TEXTS:
        return True, numbers_in_file(_text_of(content) or "")
    if kind in _INSIDE:
        return _in_packed(content)
    return False, numbers_in_file(content.decode("latin-1")) if kind == "pdf" else Numbers()


def _in_packed(content: bytes) -> tuple[bool, Numbers]:
    left, whole = _MOST, True
    texts: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for one in packed.infolist():
                if not one.filename.lower().endswith((".xml", ".csv", ".txt")):
                    whole = whole and one.filename.endswith(("/", ".rels", ".png", ".jpeg", ".jpg", ".emf", ".wmf"))
                    continue
                with packed.open(one) as part:
                    raw = part.read(left + 1)
                if len(raw) > left:
                    return False, numbers_in_file("\n".join(texts))
                left -= len(raw)
                said, read = _said(raw)
                whole = whole and read
                texts.append(said)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, OSError, EOFError, ValueError):
        whole = False
    return whole, numbers_in_file("\n".join(texts))


def _said(raw: bytes) -> tuple[str, bool]:
    """What a part of a packed file says to its reader, and whether all of it could be read.

    Word parts a number into runs wherever somebody corrected it: what is between signs of one run goes.
    """
    text, read = _decoded(raw)
    read = read and "\x00" not in text and not _ONLY_READ.search(text) and not _ROUNDED.search(text)
    plain = _LOOKS.sub("", text).replace("<w:noBreakHyphen/>", "-").replace("<w:softHyphen/>", "")
    return html.unescape(_OTHER_TAGS.sub("\n", _TAGS.sub("", plain))), read


def _decoded(raw: bytes) -> tuple[str, bool]:
    """The text in the code in which a program reads it: by its first bytes, else by its own word, else UTF-8."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        code = "utf-16"
    elif raw.startswith((b"<\x00", b"\x00<")):
        code = "utf-16-le" if raw.startswith(b"<") else "utf-16-be"
    else:
        own = _SAYS_ITS_CODE.match(raw.removeprefix(codecs.BOM_UTF8))
        code = own[1].decode("ascii") if own else "utf-8"
        code = "utf-8-sig" if code.lower() in {"utf-8", "utf8"} else code
    try:
        return raw.decode(code), True
    except (UnicodeError, LookupError):
        return raw.decode("utf-8", "replace"), False
