"""Photographs that are broken, or made to hold a worker."""

import io
import random
import struct
import warnings

import pytest
from PIL import Image

from baiying.kit import photos
from tests.complaints.test_photos import add, filed


def seg(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def scans(side: int, n: int) -> bytes:
    """A grey progressive JPEG of side*side pixels whose `n` scans say nothing: each a walk over all its blocks."""
    blocks = (side // 8) ** 2
    dht_dc = seg(0xC4, bytes([0x00]) + bytes([1] + [0] * 15) + bytes([0]))  # one code: no difference
    dht_ac = seg(0xC4, bytes([0x10]) + bytes([1] + [0] * 15) + bytes([0xE0]))  # one code: EOB run of 2^14 + bits
    dqt = seg(0xDB, bytes([0]) + bytes([1] * 64))
    sof = seg(0xC2, struct.pack(">BHHB", 8, side, side, 1) + bytes([1, 0x11, 0]))
    out = b"\xff\xd8" + dqt + sof + dht_dc + dht_ac
    dc = b"\x00" * ((blocks + 7) // 8)
    out += seg(0xDA, bytes([1, 1, 0x00, 0, 0, 0x00])) + dc
    bits = ""
    left = blocks
    while left > 0:
        bits += "0" + "1" * 14
        left -= 2**15 - 1
    bits += "1" * (-len(bits) % 8)
    data = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8)).replace(b"\xff", b"\xff\x00")
    one = seg(0xDA, bytes([1, 1, 0x00, 1, 63, 0x00])) + data
    return out + one * n + b"\xff\xd9"


def test_a_small_file_of_thousands_of_scans_is_refused_before_it_is_decoded() -> None:
    data = scans(7992, 2500)
    assert len(data) < 500_000, len(data)
    with pytest.raises(photos.NotAPhoto):
        photos.remade(data)


@pytest.mark.parametrize(("n", "taken"), [(1, True), (38, True), (40, False)])
def test_what_a_program_makes_in_some_scans_is_taken(n: int, taken: bool) -> None:
    """The scans before the repeated ones count too: one of them is the first."""
    data = scans(64, n)
    if taken:
        assert photos.remade(data).width == 64
    else:
        with pytest.raises(photos.NotAPhoto):
            photos.remade(data)


def test_what_follows_the_end_of_a_picture_is_no_scan() -> None:
    """Telephones put a short film behind a photograph, with any bytes in it."""
    assert photos.remade(scans(64, 2) + b"\xff\xda" * 90).width == 64


def seeds() -> list[bytes]:
    found = []
    for kind in ("JPEG", "PNG", "WEBP"):
        for mode in ("RGB", "L", "P", "RGBA", "1", "CMYK"):
            image = Image.new("RGB", (33, 17), "red").convert(mode)
            inner = Image.Exif()
            inner[272], inner[274], inner[306] = "phone", 6, "2026:11:20 14:02:33"
            out = io.BytesIO()
            try:
                image.save(
                    out,
                    kind,
                    exif=inner,
                    icc_profile=b"profile" * 9,
                    **({"progressive": True} if kind == "JPEG" else {}),
                )
            except (OSError, ValueError):
                continue
            found.append(out.getvalue())
    return found


def test_no_broken_file_is_an_error_of_the_program() -> None:
    warnings.simplefilter("ignore")  # They are errors in tests alone.
    rng = random.Random(5)
    wrong: dict[str, bytes] = {}
    for data in seeds():
        for _ in range(200):
            bad = bytearray(data)
            for _ in range(rng.choice((1, 1, 2, 4, 12))):
                at = rng.randrange(min(len(bad), 400)) if rng.random() < 0.8 else rng.randrange(len(bad))
                bad[at] = rng.choice((0, 255, 1, 127, 128, rng.randrange(256)))
            if rng.random() < 0.2:
                bad = bad[: rng.randrange(len(bad))]
            try:
                made = photos.remade(bytes(bad))
                assert b"phone" not in made.content
                assert b"profile" not in made.content
            except (photos.NotAPhoto, photos.PhotoTooBig):
                continue
            except Exception as error:
                wrong.setdefault(f"{type(error).__name__}: {error}", bytes(bad))
    assert not wrong, wrong


@pytest.mark.parametrize("orient", [b"\x00\x00", b"\xff\xff"])
def test_a_broken_orientation_is_no_error(orient: bytes) -> None:
    warnings.simplefilter("ignore")
    exifs = [
        b"Exif\x00\x00",
        b"Exif\x00\x00II*\x00",
        b"Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff",
        b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01" + orient + b"\x00\x00",
        b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x02\x00\x00\x00\x04a\x00\x00\x00\x00\x00\x00\x00",
        b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x02\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"
        b"\x87\x69\x00\x04\x00\x00\x00\x01\xff\xff\xff\xff",
        b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x02\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"
        b"\x88\x25\x00\x02\x00\x00\x00\x04abc\x00",
        b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x02\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"
        b"\x87\x69\x00\x07\x00\x00\x00\x04abc\x00",
        b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x02\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"
        b"\x87\x69\x00\x0a\x00\x00\x00\x01\x00\x00\x00\x08",
        b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x02\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"
        b"\x01\x11\x00\x02\x00\x00\x00\x04abc\x00",
    ]
    wrong = {}
    for kind in ("JPEG", "PNG", "WEBP"):
        for exif in exifs:
            out = io.BytesIO()
            Image.new("RGB", (20, 10), "red").save(out, kind, exif=exif)
            try:
                photos.remade(out.getvalue())
            except (photos.NotAPhoto, photos.PhotoTooBig):
                continue
            except Exception as error:
                wrong[f"{kind} {exif[:40]!r}"] = repr(error)
    assert not wrong, wrong


_EXIF = (
    b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x02\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"
    b"\x87\x69\x00\x07\x00\x00\x00\x04abc\x00"
)


@pytest.mark.django_db
def test_a_photograph_with_broken_inner_data_is_answered_in_words(client_as, city) -> None:  # type: ignore[no-untyped-def]

    warnings.simplefilter("ignore")
    out = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(out, "WEBP", exif=b"Exif\x00\x00II*\x00")
    volunteer = client_as("volunteer")
    volunteer.raise_request_exception = False
    assert add(volunteer, filed(volunteer), out.getvalue()).status_code in {303, 422}
