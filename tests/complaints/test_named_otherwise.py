"""A name is a name however it is written: of whoever complained, and of whom it is about (U36)."""

from typing import Any

import pytest

from baiying.accounts.models import Account, Appointment
from baiying.complaints import queries, rules
from baiying.complaints.models import Complaint, Concern, Hearing
from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit.values import names
from baiying.notices.models import Message
from tests.cast import log_in

pytestmark = pytest.mark.django_db
NAME = "贾上任"


@pytest.mark.parametrize(
    ("words", "own"),
    [
        ("何\u200b秀英说收钱。", "何秀英"),
        ("何\u00ad秀\u2060英说收钱。", "何秀英"),
        ("何*秀*英", "何秀英"),
        ("何/秀/英", "何秀英"),
        ("何_秀_英", "何秀英"),
        ("何【秀】英", "何秀英"),
        ("何…秀～英", "何秀英"),
        ("何\u3164秀英", "何秀英"),
        ("何\u0301秀英", "何秀英"),
        ("陳一諾反映。", "陈一诺"),
        ("陈一诺反映。", "陳一諾"),
        ("买买提艾力说。", "买买提·艾力"),
        ("１９９００００03３3", "19900000333"),
        ("199_0000/0333", "19900000333"),
        ("一九九〇〇〇〇〇三三三", "19900000333"),
        ("①⑨⑨⓪⓪⓪⓪⓪③③③", "19900000333"),
        ("打 199 0000 0333", "+86 199-0000-0333"),
        ("尾号０３３３的人", "19900000333"),
        ("电话后四位是 0333", "19900000333"),
    ],
)
def test_who_complained_is_named_however_it_is_written(words: str, own: str) -> None:
    assert rules.names_who(words, [own])


@pytest.mark.parametrize("words", ["2026 年 11 月 20 日 14:30 收了 30 元。", "何老师秀了英语。", "", "尾号 0334 的人"])
def test_what_names_nobody_is_no_name(words: str) -> None:
    assert not rules.names_who(words, ["何秀英", "19900000333"])
    assert not rules.sounds_like(words, ["何秀英", "19900000333"])


def test_the_signs_of_elsewhere_are_one_to_one() -> None:
    assert names.bare("張/偉 華１③") == "张伟华13"
    assert all(names.is_han(one) for pair in names._SIMPLIFIED.items() for one in pair)
    assert not set(names._SIMPLIFIED) & set(names._SIMPLIFIED.values())


@pytest.fixture
def accused(city: Any) -> Any:
    account = builders.account("19900000674", name=NAME)
    builders.appointment(account, "county_office", city.counties[0])
    held = Appointment.objects.get(account=account)
    return log_in(Member("accused", None, "19900000674", account, appointment=held)), account


def filed(city: Any, cast: Any, words: str) -> Complaint:
    who = cast["volunteer"]
    return builders.complaint(
        city.counties[0], words, account=who.account, person_id=who.person.pk, name="何秀英", phone="19900000333"
    )


@pytest.mark.parametrize("said", ["贾/上/任", "贾*上*任", "賈上任", "贾\u3164上任", "贾～上～任"])
def test_whom_it_is_about_does_not_read_it_however_the_name_is_written(
    cast: Any, city: Any, accused: Any, said: str
) -> None:
    client, _account = accused
    row = filed(city, cast, f"{said}在站里收了三十元。")
    assert client.get(f"/desk/complaints/{row.public_id}/").status_code == 404
    assert row.public_id not in client.get("/desk/complaints/").content.decode()


def test_whoever_was_asked_never_has_it_before_them_also_under_another_name(
    client_as: Any, cast: Any, city: Any, accused: Any
) -> None:
    client, account = accused
    row = filed(city, cast, f"{NAME}在站里收了三十元。")
    given = {"who": account.public_id, "words": "有人反映在站里收钱，请说明。"}
    for _twice in range(2):
        assert client_as("city").post(f"/desk/complaints/{row.public_id}/hearings/", given).status_code == 303
    Account.objects.filter(pk=account.pk).update(display_name="贾新名")
    assert client.get(f"/desk/complaints/{row.public_id}/").status_code == 404
    assert row.public_id not in client.get("/desk/complaints/").content.decode()
    assert Concern.objects.filter(complaint=row, account=account, stood_aside_at=None).count() == 1
    assert queries.hearings_of(row.pk).count() == 1


def test_a_name_by_another_sign_of_the_same_sound_is_shown_once_more(
    client_as: Any, cast: Any, city: Any, accused: Any
) -> None:
    _client, account = accused
    row = filed(city, cast, f"{NAME}在站里收了三十元。")
    url, city_office = f"/desk/complaints/{row.public_id}/hearings/", client_as("city")
    given = {"who": account.public_id, "words": "何秀瑛的事，请说明。"}
    shown = city_office.post(url, given)
    assert shown.status_code == 200
    assert "可能让对方猜出是谁提的" in shown.content.decode()
    assert not Hearing.objects.exists()
    looked = shown.content.decode().split('name="looked" value="')[1].split('"')[0]
    assert city_office.post(url, {**given, "looked": looked}).status_code == 303


def test_u36_the_list_of_messages_shows_no_line_of_it_to_the_office_it_is_about(
    client_as: Any, cast: Any, city: Any, accused: Any
) -> None:
    """Without a name and words a line still says that there is a complaint: which is about whoever does not have it."""
    client, account = accused
    row = filed(city, cast, f"{NAME}在站里收了三十元。")
    url, office = f"/desk/complaints/{row.public_id}/", client_as("city")
    given = {"who": account.public_id, "words": "有人反映在站里收钱，请说明。"}
    assert office.post(f"{url}hearings/", given).status_code == 303
    assert office.post(f"{url}first-words/", {"words": "已受理，正在核实。"}).status_code == 303
    ending = {"outcome": "unfounded", "answer": "没有收钱。", "referred_to": ""}
    assert office.post(f"{url}answers/", ending).status_code == 303
    sent = Message.objects.filter(kind__startswith="complaints.")
    assert {one.kind for one in sent} >= {
        "complaints.asked_to_speak", "complaints.taken_up", "complaints.hearing_over", "complaints.answered"
    }  # fmt: skip
    assert {one.area_id for one in sent} == {city.city.pk}
    for reader, lines in ((client, 0), (client_as("county"), 0), (office, sent.count())):
        page = reader.get("/desk/messages/").content.decode()
        assert page.count("（不显示）") == lines
