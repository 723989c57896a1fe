"""Files of complaints are made anew without their inner data (U37); who may see them, how many, how long."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from baiying.complaints import actions, queries
from baiying.complaints.models import Complaint, Photo
from baiying.demo import builders
from baiying.kit import photos
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.places.models import Division
from tests.complaints.test_filing import opened

pytestmark = pytest.mark.django_db

GPS, MODEL, MADE_AT, MAKER = 34853, 272, 306, 315


def taken(kind: str = "JPEG", size: tuple[int, int] = (640, 480), *, turned: int = 1) -> bytes:
    """A photograph as a telephone makes it: where, when, with what, by whom."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, 0, size[0] // 2, size[1]))
    inner = Image.Exif()
    inner[MODEL], inner[MADE_AT], inner[MAKER], inner[274] = "秘密牌手机", "2026:11:20 14:02:33", "林晓雨", turned
    inner[GPS] = {1: "N", 2: (IFDRational(34), IFDRational(2), IFDRational(7)), 3: "E", 4: (IFDRational(113),) * 3}
    out = BytesIO()
    more: dict[str, Any] = {"comment": "林晓雨".encode()} if kind == "JPEG" else {}
    image.save(out, kind, exif=inner, icc_profile=b"profile of the screen", **more)
    return out.getvalue()


def filed(client: Client, **more: str) -> Complaint:
    county = Division.objects.filter(level="county").order_by("pk").first()
    assert county is not None
    client.post("/complaints/new/", opened(client, **{"area": str(county.pk), **more}))
    return Complaint.objects.latest("id")


def add(client: Client, row: Complaint, data: bytes, name: str = "IMG_2026_林晓雨.jpg") -> Any:
    sent = {"photo": SimpleUploadedFile(name, data, "image/jpeg")}
    return client.post(f"/complaints/{row.public_id}/photos/", sent)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_u37_the_picture_is_kept_and_nothing_else_of_the_file(city: Any, kind: str) -> None:
    made = photos.remade(taken(kind))
    with Image.open(BytesIO(made.content)) as kept:
        assert kept.format == "JPEG"
        assert not dict(kept.getexif())
        assert not {"exif", "icc_profile", "comment", "xmp"} & set(kept.info)
        left, right = kept.getpixel((10, 200)), kept.getpixel((600, 200))
    assert left[2] > 200 > 60 > left[0]
    assert right[0] > 200 > 60 > right[2]
    for told in ("林晓雨".encode(), "秘密牌".encode(), b"2026:11:20", b"profile of the screen"):
        assert told not in made.content


def test_a_picture_is_turned_as_it_was_looked_at_and_made_no_larger_than_a_screen() -> None:
    made = photos.remade(taken(size=(4000, 3000), turned=6))
    assert (made.width, made.height) == (1200, 1600)


def test_what_is_see_through_stands_on_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(BytesIO(photos.remade(out.getvalue()).content)) as kept:
        assert min(kept.getpixel((20, 20))) > 250  # type: ignore[arg-type]


def _bomb() -> bytes:
    out = BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_photo"), (b"PK\x03\x04 docx", "not_a_photo"), (b"\xff\xd8\xff\xe0 broken", "not_a_photo"),
        (b"GIF89a\x01\x00\x01\x00", "not_a_photo"), (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_photo"),
        (taken()[:4000], "not_a_photo"), (b"x" * (photos.MOST_BYTES + 1), "photo_too_big"),
    ],
)  # fmt: skip
def test_what_is_no_photograph_is_refused_in_words(data: bytes, code: str) -> None:
    with pytest.raises((photos.NotAPhoto, photos.PhotoTooBig)) as wrong:
        photos.remade(data)
    assert wrong.value.code == code


def test_a_small_file_that_unpacks_to_fill_the_memory_is_not_unpacked() -> None:
    bomb = _bomb()
    assert len(bomb) < 1_000_000
    with pytest.raises(photos.PhotoTooBig):
        photos.remade(bomb)


def test_u37_nothing_says_who_added_it_or_when(cast: Any, client_as: Any, city: Any) -> None:
    client = client_as("volunteer")
    row = filed(client, anonymous="on")
    before = AuditEvent.objects.count()
    assert add(client, row, taken()).status_code == 303
    assert AuditEvent.objects.count() == before
    photo = Photo.objects.get(complaint=row)
    named = {field.name for field in Photo._meta.fields}
    assert named == {"id", "public_id", "complaint", "number", "width", "height", "content_sealed"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT content_sealed FROM complaints_photo")
        box = bytes(cursor.fetchone()[0])
    assert b"\xff\xd8\xff" not in box
    assert b"JFIF" not in box
    page = client.get(f"/complaints/{row.public_id}/").content.decode()
    assert f"/complaints/{row.public_id}/photos/{photo.public_id}/" in page
    shown = client.get(f"/complaints/{row.public_id}/photos/{photo.public_id}/")
    assert shown["Content-Type"] == "image/jpeg"
    assert "no-store" in shown["Cache-Control"]
    assert shown.content.startswith(b"\xff\xd8\xff")
    assert Client().get(f"/complaints/{row.public_id}/photos/{photo.public_id}/").status_code == 404


def test_three_at_most_the_same_once_and_one_may_be_taken_back(city: Any) -> None:
    client = Client()
    row = filed(client)
    for n in (10, 20, 30):
        assert add(client, row, taken(size=(100 + n, 100))).status_code == 303
    assert add(client, row, taken(size=(110, 100))).status_code == 303
    assert Photo.objects.filter(complaint=row).count() == 3
    fourth = add(client, row, taken(size=(300, 100)))
    assert fourth.status_code == 422
    assert "一件最多三张照片" in fourth.content.decode()
    second = queries.photos_of(row.pk)[1]
    assert client.post(f"/complaints/{row.public_id}/photos/{second.public_id}/removal/").status_code == 303
    assert client.post(f"/complaints/{row.public_id}/photos/{second.public_id}/removal/").status_code == 303
    assert add(client, row, taken(size=(300, 100))).status_code == 303
    assert [one.number for one in queries.photos_of(row.pk)] == [1, 2, 3]


def test_a_document_is_refused_with_the_words_and_nothing_is_lost(city: Any) -> None:
    client = Client()
    row = filed(client)
    answer = add(client, row, b"PK\x03\x04", name="说明.docx")
    assert answer.status_code == 422
    assert "文档和录音里带着" in answer.content.decode()
    assert row.words in answer.content.decode()
    assert not Photo.objects.exists()


def test_who_handles_it_opens_a_photograph_and_each_look_is_written_down(client_as: Any, cast: Any, city: Any) -> None:
    client = Client()
    row = filed(client)
    add(client, row, taken())
    photo = Photo.objects.get()
    url = f"/desk/complaints/{row.public_id}/photos/{photo.public_id}/"
    page = client_as("county").get(f"/desk/complaints/{row.public_id}/").content.decode()
    assert url in page
    assert "<img" not in page.partition("<main")[2].partition("</main")[0]
    assert client_as("county").get(url).content.startswith(b"\xff\xd8\xff")
    looked = AuditEvent.objects.filter(action="ComplaintPhotoSeen").order_by("id")
    assert [(one.subject_type, one.subject_id) for one in looked] == [("complaint", row.pk)]
    for who in ("clerk", "volunteer", "auditor", "leader"):
        assert client_as(who).get(url).status_code in (403, 404), who
    other = filed(Client(), words="别的事，等了很久。")
    assert client_as("county").get(f"/desk/complaints/{other.public_id}/photos/{photo.public_id}/").status_code == 404


def test_whom_it_is_about_does_not_see_it(client_as: Any, cast: Any, city: Any) -> None:
    client = Client()
    name = cast["county"].account.display_name
    row = filed(client, about=name)
    add(client, row, taken())
    photo = Photo.objects.get()
    url = f"/desk/complaints/{row.public_id}/photos/{photo.public_id}/"
    assert client_as("county").get(url).status_code == 404
    assert not AuditEvent.objects.filter(action="ComplaintPhotoSeen").exists()


def test_photographs_go_with_the_contacts_and_none_comes_after_the_answer(city: Any) -> None:
    client = Client()
    row = filed(client, phone="19900000123", name="陈女士")
    add(client, row, taken())
    Complaint.objects.filter(pk=row.pk).update(
        ended_at=builders.NOW, ended_by_id=1, outcome="resolved", answer="办好了",
        contact_until=builders.NOW + timedelta(days=1),
    )  # fmt: skip
    assert add(client, row, taken(size=(99, 99))).status_code == 409
    photo = Photo.objects.get()
    with pytest.raises(actions.AlreadyEnded):
        actions.remove_photo(complaint=row, photo_pid=photo.public_id, actor=Actor(), at=builders.NOW)
    assert not actions.forget_contact(complaint_id=row.pk, at=builders.NOW)
    assert Photo.objects.count() == 1
    actions.forget_contact(complaint_id=row.pk, at=builders.NOW + timedelta(days=2))
    assert not Photo.objects.exists()


def test_photographs_of_one_without_a_contact_go_too(city: Any) -> None:
    """Nobody left a number: the pictures have their day all the same."""
    client = Client()
    row = filed(client)
    add(client, row, taken())
    row.refresh_from_db()
    county = Actor(account_id=1)
    ended = actions.answer_complaint(
        complaint=row, outcome="resolved", answer="办好了", referred_to="", actor=county, at=builders.NOW
    )
    assert ended.contact_until is not None
    actions.forget_contact(complaint_id=row.pk, at=ended.contact_until + timedelta(seconds=1))
    assert not Photo.objects.exists()
