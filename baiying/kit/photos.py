"""Photographs as phones send them, made anew: the picture is kept and nothing else of the file (U37).

A file tells where, when, with which telephone and sometimes by whom it was made. What is kept here has no inner data,
no preview and no colour profile; it is turned as it was looked at, and no larger than a screen needs.
"""

import re
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from baiying.kit.errors import Refused

MOST_BYTES = 12 * 1024 * 1024
# What a telephone of today makes; more is a file that unpacks to fill the memory.
_MOST_PIXELS = 64_000_000
# A JPEG in one scan is decoded small; the others are whole in memory before they can be made smaller.
_MOST_PIXELS_WHOLE = 24_000_000
_LONGEST_SIDE = 1600
# Each scan of a JPEG walks over all its pixels, and may say nothing: a telephone makes one, a program about ten.
_JPEG, _MOST_SCANS = b"\xff\xd8", 40
# The next marker after a scan's own bytes: neither a stuffed zero nor a mark within it.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SCAN, _END = 0xDA, 0xD9
_KINDS = ("JPEG", "PNG", "WEBP")


class PhotoTooBig(Refused):
    code = "photo_too_big"
    sentence = _("这张照片太大（上限 12 MB）。请用手机截一张图，或者发小一点的照片。")
    field = "photo"
    status = 422


class NotAPhoto(Refused):
    code = "not_a_photo"
    sentence = _(
        "这不是能用的照片。请选 JPG、PNG 或 WebP 照片；文档和录音里带着做它的人的信息，不收，请把要说的写下来或拍下来。"
    )
    field = "photo"
    status = 422


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph as it is kept: JPEG, at most 1600 pixels on its longer side."""

    content: bytes
    width: int
    height: int


def remade(data: bytes) -> Photo:
    """The picture of a file, and nothing else of it. Refuses: PhotoTooBig (bytes or pixels), NotAPhoto."""
    if len(data) > MOST_BYTES:
        raise PhotoTooBig
    if data.startswith(_JPEG) and _scans(data) > _MOST_SCANS:
        raise NotAPhoto
    try:
        with Image.open(BytesIO(data), formats=_KINDS) as found:
            pixels = found.width * found.height
            small = found.format == "JPEG" and not found.info.get("progressive")
            if pixels > (_MOST_PIXELS if small else _MOST_PIXELS_WHOLE):
                raise PhotoTooBig
            # Of a JPEG only every second, fourth or eighth pixel is decoded where that is enough.
            found.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
            picture = _small(found)
    except Image.DecompressionBombError as wrong:
        raise PhotoTooBig from wrong
    except Refused:
        raise
    except Exception as wrong:
        # Broken files make the readers of inner data stumble in every way there is; to whoever sent one it is all one.
        raise NotAPhoto from wrong
    out = BytesIO()
    picture.save(out, "JPEG", quality=82, optimize=True)
    return Photo(out.getvalue(), picture.width, picture.height)


def _scans(data: bytes) -> int:
    """How many scans a JPEG has, those of pictures within it and what follows its end left out."""
    at, found = 2, 0
    while (marker := _MARKER.search(data, at)) is not None and marker.start() == at and data[at + 1] != _END:
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
        if marker.group()[1] == _SCAN:
            found += 1
            following = _MARKER.search(data, at)
            at = following.start() if following is not None else len(data)
    return found


def _small(found: Image.Image) -> Image.Image:
    """A picture of its own, turned upright, on white, without anything that came along."""
    found.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    upright = ImageOps.exif_transpose(found)
    seen = upright.convert("RGBA") if upright.mode in {"P", "LA", "PA", "RGBA"} else upright.convert("RGB")
    fresh = Image.new("RGB", seen.size, "white")
    fresh.paste(seen, mask=seen.getchannel("A") if seen.mode == "RGBA" else None)
    return fresh
