"""Who hears of a legal hold: those whom it keeps where the law lets them, their guardians, and the two who set it."""

from collections.abc import Iterable
from datetime import datetime

from baiying.kit.kept import Kept, translate
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.people import queries as persons
from baiying.privacy import queries
from baiying.privacy.hold_models import Hold, HoldThing
from baiying.ui import formats


def tell_kept(row: Hold, things: Iterable[HoldThing], at: datetime) -> None:
    """Each person by inbox and phone, a child's guardians for the child: that it is kept, by what law, until when."""
    words = translate(
        "%(who)s个人信息依法保存：%(statute)s，%(case)s。%(until)s。在这期间申请注销的，只保存、不使用，结束后自动清除。"
    )
    _tell("privacy.held", row, things, words, at)


def tell_over(row: Hold, things: Iterable[HoldThing], at: datetime) -> None:
    words = translate("%(who)s个人信息依法保存已经结束（%(statute)s，%(case)s）。申请过注销的，现在清除。")
    _tell("privacy.held_over", row, things, words, at)


def _tell(kind: str, row: Hold, things: Iterable[HoldThing], words: Kept, at: datetime) -> None:
    said = {"statute": row.statute, "case": row.case_no, "until": until_said(row)}
    for one in things:
        if one.person is None:
            continue
        person = persons.person_by_id(persons.record_now(one.person.pk))
        if person is None or persons.is_erased(person):
            continue
        once = f"hold:{row.pk}:{kind}:{person.pk}"
        notices.write(
            kind=kind, text=words % {"who": translate("您的"), **said}, at=at, inbox=person.public_id,
            phone=persons.phone_of(person), link="/mine/data/", unique_source=once,
        )  # fmt: skip
        if not persons.is_under_age(person, at):
            continue
        child = translate("您监护的孩子%(name)s的") % {"name": identifiers.mask_name(person.name)}
        for to in persons.guardians_to_tell(person.pk):
            letter = notices.Letter(
                text=words % {"who": child, **said}, inbox=to.inbox, phone=to.phone, link="/mine/wards/",
                about=person.public_id, unique_source=f"{once}:{to.account_id}",
            )  # fmt: skip
            notices.write_many(kind=kind, letters=[letter], at=at)


def until_said(row: Hold) -> Kept:
    if row.until_on is not None:
        return translate("保存到 %(day)s") % {"day": formats.full_date(row.until_on)}
    assert row.review_on is not None
    return translate("没有最后一天，%(day)s 以前复查") % {"day": formats.full_date(row.review_on)}


def tell_cut(row: Hold, actor: Actor, at: datetime) -> None:
    """Both who set it, but not who acts."""
    words = translate("依法保存（%(case)s）提前结束，最后一天 %(day)s。还要保存的，请在那以前另外申请一份。")
    assert row.until_on is not None
    text = words % {"case": row.case_no, "day": formats.full_date(row.until_on)}
    _tell_office(row, [one for one in both(row) if one != actor.account_id], "privacy.hold_office", text, "cut", at)


def tell_report(row: Hold, left: int, at: datetime) -> None:
    """Both who set it: what went, and what still waits."""
    words = translate("依法保存（%(case)s）已经结束：等着清除的已清除 %(gone)s 项，还没有清除 %(left)s 项。")
    text = words % {"case": row.case_no, "gone": row.gone, "left": left}
    _tell_office(row, both(row), "privacy.hold_office", text, "report", at)


def tell_review(row: Hold, day: str, at: datetime) -> None:
    """Whoever is responsible for the data of the area, once a day, until it has a last day or is renewed."""
    words = translate("依法保存（%(case)s）到了复查的日子：还要不要保存，不要的定下最后一天，还要的另外申请一份。")
    to = queries.who_guards(row.area.path, at)
    _tell_office(row, to, "privacy.hold_office", words % {"case": row.case_no}, f"review:{day}", at)


def both(row: Hold) -> list[int]:
    """Who asked and who confirmed; in a restored city they may be unknown."""
    return [pk for pk in (row.asked_by_id, row.decided_by_id) if pk is not None and pk > 0]


def _tell_office(row: Hold, account_ids: Iterable[int], kind: str, text: Kept, why: str, at: datetime) -> None:
    for account_id in account_ids:
        inbox = persons.inbox_of_account(account_id)
        if inbox:
            notices.write(
                kind=kind, text=text, at=at, inbox=inbox, link=f"/desk/data/holds/{row.public_id}/",
                unique_source=f"hold:{row.pk}:{why}:{account_id}",
            )  # fmt: skip
