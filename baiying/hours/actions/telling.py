"""Messages of this room to the one they are about."""

from datetime import datetime

from django.utils.translation import gettext as translate_now

from baiying.activities import queries as activities
from baiying.hours import rules
from baiying.hours.models import Attendance, HourEntry, Proposal, Tier
from baiying.hours.queries import (
    ABOUT_A_RECORD,
    Occasion,
    case_of_attendance,
    doubt_of,
    last_day_to_claim,
    occasion_of,
    standing_entries_of,
    words,
)
from baiying.kit.db import rehearsing
from baiying.kit.kept import Kept, translate, writer
from baiying.kit.values import identifiers
from baiying.notices import actions as notices
from baiying.people import queries as people
from baiying.ui import formats, kept

# A sentence of reasons, and the name of a tier, that can be said again in another language.
reasons = writer("hours.reasons", lambda found: formats.listed(words.reason_words(found), "；") + translate_now("。"))
tier_words = writer("hours.tier", lambda tier: str(Tier(tier).label))


def tell(person_pid: str, kind: str, text: str, at: datetime, source: str | None = None, link: str = "") -> None:
    notices.write(
        kind=f"hours.{kind}", text=text, at=at, inbox=person_pid, link=link or "/mine/hours/", unique_source=source
    )


def tell_account(account_id: int | None, kind: str, text: str, at: datetime, source: str, link: str) -> None:
    """Tell who is behind an account, in the app: in the own person's inbox, else in that of the account."""
    if account_id:
        tell(people.address_of_account(account_id).inbox, kind, text, at, source, link)


def ring_account(account_id: int, kind: str, text: str, source: str, occasion: Occasion, at: datetime) -> bool:
    """Tell who leads something that runs at this moment, in the app and at once on the phone, at night as well: a
    volunteer or not. Gives whether there was any way."""
    to = people.address_of_account(account_id)
    letter = notices.Letter(
        text=text, inbox=to.inbox, phone=to.phone, link=occasion.link, useful_until=occasion.planned_end,
        unique_source=source, area_id=occasion.area.pk,
    )  # fmt: skip
    notices.write_many(kind=f"hours.{kind}", letters=[letter], at=at, urgent=True)
    return bool(to.inbox or to.phone)


def title_of(attendance: Attendance) -> str:
    """The activity's title; for a visit without a shift what it is called in a message."""
    return attendance.shift.activity.title if attendance.shift is not None else translate("上门服务")


def guardians_of_walked_in(
    attendance: Attendance,
    at: datetime,
    *,
    undone: Kept | None = None,
    ended: Kept | None = None,
    more: dict[str, str] | None = None,
) -> None:
    """A minor whom a leader checked in without a sign-up: the guardians hear at once where the child is (N20).

    That does not wait for the end of the undoing; `undone`: they hear as quickly, in these words, that it is off;
    `ended`: that it ends before its time, with what `more` it says.
    """
    if attendance.shift is None or not people.is_under_age(attendance.person, at):
        return
    activity = attendance.shift.activity
    named = activities.named(activity, inside=True)
    words = {
        "name": identifiers.mask_name(attendance.person.name),
        "title": activity.title,
        "when": kept.span(attendance.shift.starts_at, attendance.shift.ends_at),
        "place": activity.address,
        "leader": named.leader,
        "contact": named.contact,
        "phone": named.phone,
        **(more or {}),
    }
    text = (
        translate(
            "%(name)s 现在在“%(title)s”（现场加入）：%(when)s，%(place)s。领队%(leader)s，有事找%(contact)s %(phone)s。"
        )
        % words
    )
    kind = "ward_walked_in"
    for what, instead in (("undone", undone), ("ended", ended)):
        if instead is not None:
            kind, text = f"ward_walked_in_{what}", instead % words
    letters = [
        notices.Letter(
            text=text,
            inbox=to.inbox,
            phone=to.phone,
            link="/mine/wards/",
            useful_until=attendance.shift.ends_at if ended is None else None,
            unique_source=f"hours:{kind}:{attendance.pk}:{to.account_id}",
            area_id=activity.area_id,
            about=attendance.person.public_id,
        )
        for to in people.guardians_to_tell(attendance.person_id)
    ]
    # It is about this hour: tomorrow morning it tells nothing.
    notices.write_many(kind=kind, letters=letters, at=at, urgent=True)


def ticked_by_mistake() -> Kept:
    """To guardians of a child whom the leader ticked on the wrong name."""
    return translate("刚才说 %(name)s 在“%(title)s”，是领队点错了，已经撤销。")


def undone_by_move(attendance: Attendance, at: datetime) -> None:
    """Who is checked in at a shift that goes to another time: the check-in does not stand for that one."""
    text = translate(
        "“%(title)s”改期为 %(now)s，您先前的签到跟着撤销，不计时长，也不算缺席。到时来的话，请再签到一次。"
    )
    shift = attendance.shift
    if shift is None:
        return
    text %= {"title": shift.activity.title, "now": kept.span(shift.starts_at, shift.ends_at)}
    if not rehearsing.overheard([attendance.signup_id] if attendance.signup_id else [], text):
        tell(attendance.person.public_id, "moved", text, at, f"hours:moved:{attendance.pk}")
    if attendance.walk_in:
        undone = translate("“%(title)s”改期为 %(when)s，%(name)s 先前的签到已经撤销。")
        guardians_of_walked_in(attendance, at, undone=undone)


def ended_early(attendance: Attendance, shift: activities.Shift, reason: str, at: datetime) -> None:
    """Who walked in at a shift of which the rest is called off hears it at once, as those do who signed up."""
    said = {"title": shift.activity.title, "time": kept.moment(shift.ends_at), "reason": reason}
    letter = notices.Letter(
        text=translate("“%(title)s”提前到%(time)s结束，服务过的时间照常记。原因：%(reason)s") % said,
        inbox=attendance.person.public_id,
        phone=people.phone_of(attendance.person),
        link="/mine/hours/",
        unique_source=f"hours:ended_early:{attendance.pk}",
        area_id=shift.activity.area_id,
    )
    notices.write_many(kind="hours.ended_early", letters=[letter], at=at, urgent=True)
    ended = translate("“%(title)s”提前到%(time)s结束，%(name)s 服务过的时间照常记。原因：%(reason)s")
    guardians_of_walked_in(attendance, at, ended=ended, more=said)


def walked_in(attendance: Attendance, at: datetime) -> None:
    """Whoever did not sign up hears that a leader checked them in, and can say that it was not them."""
    text = translate("%(day)s“%(title)s”：领队为您签到了（现场加入）。不是您本人的话，请在这次记录里提出异议。")
    about(attendance, "walked_in", text, at, f"hours:walked_in:{attendance.pk}")


def posted(attendance: Attendance, entry: HourEntry, at: datetime) -> None:
    text = translate("%(day)s“%(title)s”的%(hours)s已入账（%(tier)s）。") % {
        "day": kept.day(entry.served_on),
        "title": title_of(attendance),
        "hours": kept.minutes(entry.minutes),
        "tier": tier_words(entry.tier),
    }
    if entry.reason:
        text += reasons(entry.reason)
    tell(attendance.person.public_id, "posted", text, at, f"hours:posted:{entry.id}")


def is_held(attendance: Attendance, at: datetime) -> bool:
    """Whether a leader said the end and may still take it back: what came of it is told afterwards (held.say_held)."""
    if attendance.end_before is None or attendance.say_after is None:
        return False
    return not rules.may_say(attendance.say_after, at)


def proposed(attendance: Attendance, row: Proposal, at: datetime) -> None:
    """That minutes wait for a second person; of what a leader may still take back nothing yet."""
    if row.part not in ABOUT_A_RECORD and is_held(attendance, at):
        return
    text = translate("%(day)s“%(title)s”的时长已提交复核，由另一个人确认后入账。")
    more, link = "", ""
    if row.part in ABOUT_A_RECORD:
        text = translate("%(day)s“%(title)s”的时长有人申请冲销：")
        if row.part == "correction":
            text = translate("%(day)s“%(title)s”的时长有人申请更正：")
        more, link = _asked_for(attendance, row), f"/attendances/{attendance.public_id}/"
    about(attendance, "proposed", text, at, f"hours:proposed:{row.pk}", more, link)


def _asked_for(attendance: Attendance, row: Proposal) -> str:
    """What is proposed and by whom, that the record stands until then, why, and how one says that it is not so.

    By when it is decided counts from now, not from the shift.
    """
    doubt = doubt_of(row, standing_entries_of(attendance.pk))
    who = words.proposer_of(row)
    if doubt.then:
        first = translate("%(who)s提出改为 %(span)s 在场，计 %(hours)s。") % {
            "who": who, "span": kept.span(row.starts_at, row.ends_at), "hours": kept.minutes(doubt.then),
        }  # fmt: skip
    elif row.part == "correction":
        first = translate("%(who)s提出记为“没有来”，不计时长。") % {"who": who}
    else:
        first = translate("%(who)s提出把这笔时长全部冲销。") % {"who": who}
    if row.part == "reversal" and doubt.then:
        first = translate("%(who)s提出冲销其中一笔，剩下 %(hours)s。") % {"who": who, "hours": kept.minutes(doubt.then)}
    until = translate("由另一个人复核，最晚%(day)s决定。") % {"day": kept.day(row.due_on)}
    if doubt.was:
        until += translate("在那之前，原来的 %(hours)s 不动。") % {"hours": kept.minutes(doubt.was)}
    why = translate("原因：%(why)s。") % {"why": row.words.rstrip("。")}
    if not case_of_attendance(attendance, row.proposed_at).may_object:
        # An objection is open, or has its answer: that button is not there.
        return first + until + why
    return first + until + why + translate("不同意的话，在这条记录里点“这条不对”写明，会有人答复。")


def sheet_taken_back(attendance: Attendance, minutes: int, why: str, at: datetime) -> None:
    """A line of a paper sheet went with all of the sheet, before anybody had decided about it."""
    text = translate("%(day)s“%(title)s”：领队把录入的纸质签到表整张收回了，")
    more = translate("您在上面的 %(hours)s 不再复核。") % {"hours": kept.minutes(minutes)}
    if not minutes:
        more = translate("您在上面的记录不再算。")
    more += translate("原因：%(why)s。") % {"why": why.rstrip("。")}
    if attendance.signup_id is not None:
        more += translate("您当时在场的话，请告诉领队，或者在“我的时长”里写明，会有人答复。")
    else:
        more += translate("您当时在场的话，请告诉领队。")
    about(attendance, "sheet_taken_back", text, at, f"hours:sheet_taken_back:{attendance.pk}", more)


def not_so(attendance: Attendance, row: Proposal, at: datetime) -> None:
    """Minutes, or a change of them, that a second person refused; of a change, that the record is as it was."""
    refused = {
        "correction": translate("%(day)s“%(title)s”的更正没有通过，原来的记录不变。说明："),
        "reversal": translate("%(day)s“%(title)s”的冲销没有通过，原来的时长不变。说明："),
    }.get(row.part, translate("%(day)s“%(title)s”的时长复核未通过："))
    why = row.decision_words.rstrip("。").replace("%", "%%")
    text = refused + why + translate("。不同意的话，可以在“我的时长”里点“这条不对”，会有人答复。")
    about(attendance, "refused", text, at, f"hours:refused:{row.pk}")
    led = translate("“%(title)s”%(name)s 的时长复核未通过：%(why)s。可以在班次页面核对时间后重新提交。")
    if row.part in ABOUT_A_RECORD:
        led = translate("“%(title)s”%(name)s 的更正没有通过：%(why)s。原来的记录不变。")
    said = {
        "title": title_of(attendance),
        "name": identifiers.mask_name(attendance.person.name),
        "why": row.decision_words.rstrip("。"),
    }
    link = occasion_of(attendance).link
    tell_account(row.proposed_by_id, "refused_led", led % said, at, f"hours:refused_led:{row.pk}", link)


def outcome(attendance: Attendance, code: str, at: datetime) -> None:
    """What became of it where nothing is posted, by the code of rules.Settlement.tell."""
    text = {
        "nothing": translate("%(day)s“%(title)s”没有可计的时长。"),
        "absent": translate(
            "%(day)s“%(title)s”：复核后记为没有来，没有时长。不对的话，可以在“我的时长”里点“这条不对”。"
        ),
        "provisional": translate("%(day)s“%(title)s”的签到已记下。实名核验通过后，时长会自动入账。"),
        "held": translate("%(day)s“%(title)s”的签到已记下。您的注册正在核实，核实属实后，时长会自动入账。"),
        "unagreed": translate(
            "%(day)s“%(title)s”的签到已记下。您自己同意收集证件号码以后（在“我的资料”里），时长会自动入账。"
        ),
        "never": translate("%(day)s“%(title)s”的时长不能入账。"),
    }[code]
    why = attendance.reason if code not in ("provisional", "unagreed", "held") else []
    more: str = reasons(why) if why else ""
    if code in ("provisional", "unagreed"):
        until = kept.day(last_day_to_claim(attendance))
        more = translate("请在%(until)s以前完成，过后不再入账。") % {"until": until}
    about(attendance, code, text, at, f"hours:{code}:{attendance.pk}", more)


def reversed_entry(person_pid: str, entry: HourEntry, reason: str, at: datetime) -> None:
    text = translate(
        "%(day)s的%(hours)s被冲销。原因：%(reason)s。不同意的话，可以在“我的时长”里点“这条不对”，会有人答复。"
    ) % {"day": kept.day(entry.served_on), "hours": kept.minutes(-entry.minutes), "reason": reason}
    tell(person_pid, "reversed", text, at, f"hours:reversed:{entry.id}")


def about(
    attendance: Attendance, kind: str, text: str, at: datetime, source: str, more: str = "", link: str = ""
) -> None:
    """A sentence about one attendance: `text` may use %(day)s and %(title)s; `more` follows it as it is."""
    values = {"day": kept.day(occasion_of(attendance).day), "title": title_of(attendance)}
    tell(attendance.person.public_id, kind, text % values + more, at, source, link)
