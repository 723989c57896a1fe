"""What lies on desks besides the daily run: claims, cases, corrections; and the first messages of the cast."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from baiying.activities import queries as activities
from baiying.complaints import bulk as complaint_rows
from baiying.complaints import queries as complaints
from baiying.demo import numbers
from baiying.demo.loading import words
from baiying.demo.loading.offices import Offices
from baiying.demo.loading.people import Volunteer
from baiying.demo.loading.scenes import Story
from baiying.demo.loading.stage import Stage
from baiying.hours import bulk as hours
from baiying.hours import queries as hour_rows
from baiying.kit import clock
from baiying.kit.kept import Kept, translate
from baiying.notices import bulk as notices
from baiying.people import bulk as people
from baiying.people import rules as people_rules
from baiying.places import queries as places
from baiying.ui import kept

CLAIM_NOTES = (
    "以前在社区登记过，现在想用自己的手机。", "换了手机号，原来的号码已经停用。", "孩子帮我注册的，我自己也想看时长。",
)  # fmt: skip


def load(stage: Stage, offices: Offices, volunteers: list[Volunteer], story: Story) -> None:
    chance = stage.chance("desks")
    _claims(stage, chance, volunteers, story)
    _objections(stage, chance, offices, story)
    _reversals(stage, chance, offices)
    _complaints(stage, chance, offices, story)
    _spot_checks(stage, chance, offices)
    _messages(stage, story)
    stage.tell("待办", 1, 1)


def _claims(stage: Stage, chance: random.Random, volunteers: list[Volunteer], story: Story) -> None:
    without = [v for v in volunteers if v.account_id is None and v.counted_from is not None]
    near = [v for v in without if story.team.area.id in v.home.path][:2]
    rows = []
    for i, who in enumerate([*near, *chance.sample(without, min(6, len(without)))]):
        filed = stage.at - timedelta(minutes=chance.randrange(100, 9_000))
        rows.append(
            people.claim(
                person_id=who.id,
                name=who.name,
                phone=numbers.phone(90_000 + i),
                note=chance.choice(CLAIM_NOTES),
                filed_at=filed,
                area_id=who.home.id,
            )
        )
    people.add_claims(list({row.person_id: row for row in rows}.values()))


# As many of a hundred as the rules draw where no city has said otherwise.
_DRAWN = people_rules.DeskRules().spot_percent
_FOUND = (
    *(("true", "phone", "") for _ in range(7)), ("false", "visit", "上门问过，本人说没有去注册过。"),
    ("unreached", "phone", "打了三次没有人接。"),
)  # fmt: skip


def _spot_checks(stage: Stage, chance: random.Random, offices: Offices) -> None:
    """Of the registrations at the desks of the last months some were drawn; the latest nobody has looked into yet."""
    since = stage.at - timedelta(days=90)
    made = people.Person.objects.filter(channel="office", created_at__gte=since, created_by_id__isnull=False)
    rows = []
    for n, one in enumerate(made.select_related("residence").order_by("-created_at", "id")):
        if n % 3 and chance.randrange(100) >= _DRAWN:
            continue
        day = clock.local_date(one.created_at)
        due_on = places.working_day_after(day, 10)[0]
        row = people.SpotCheckRow(one.pk, one.created_by_id or 0, one.created_at, due_on)
        if stage.at - one.created_at > timedelta(days=12):
            row.outcome, row.way, row.words = chance.choice(_FOUND)
            row.found_at = one.created_at + timedelta(days=chance.randrange(1, 9))
            row.found_by_id = next(offices.counties[pk] for pk in one.residence.path if pk in offices.counties)
        rows.append(row)
    people.add_spot_checks(rows)


def _some(chance: random.Random, stage: Stage, days: tuple[int, int], count: int) -> Sequence[hours.HourEntry]:
    """Lines of the ledger, each of another person, served between so many days ago."""
    first, last = (stage.anchor - timedelta(days=n) for n in (days[1], days[0]))
    taken = hours.HourEntry.objects.filter(reversal_of__isnull=False).values("reversal_of")
    rows = hours.HourEntry.objects.filter(
        served_on__gte=first, served_on__lte=last, reversal_of__isnull=True, proposal_id__isnull=True
    ).exclude(id__in=taken)
    rows = rows.exclude(unique_source__startswith="corrected:").order_by("served_on", "id")
    found = {row.person_id: row for row in rows[: count * 40]}
    return chance.sample(sorted(found.values(), key=lambda r: r.id), min(count, len(found)))


def _objections(stage: Stage, chance: random.Random, offices: Offices, story: Story) -> None:
    mine = hours.HourEntry.objects.filter(
        person_id=story.people["volunteer"].id, served_on__lt=stage.anchor - timedelta(days=2)
    )
    own = list(mine.order_by("-served_on")[:1])
    # In a small city the same record may be met twice; one case is open of each.
    disputed = {entry.attendance_id: entry for entry in [*_some(chance, stage, (4, 12), 11), *own]}
    rows = [_objection(stage, chance, entry) for entry in disputed.values()]
    corrected: list[hours.EntryRow] = []
    for entry in _some(chance, stage, (30, 200), 40):
        row = _objection(stage, chance, entry)
        row.upheld, row.answer = chance.choice(words.ANSWERS)
        row.answered_at = row.filed_at + timedelta(days=chance.randrange(1, 9))
        row.answered_by_id = offices.city
        if row.upheld:
            row.words = words.UPHELD
            corrected.append(_corrected(entry, row.answered_at, offices))
        rows.append(row)
    hours.add_objections(rows)
    hours.add_entries(corrected)


def _objection(stage: Stage, chance: random.Random, entry: hours.HourEntry) -> hours.ObjectionRow:
    filed = min(entry.posted_at + timedelta(hours=chance.randrange(2, 60)), stage.at - timedelta(minutes=20))
    return hours.ObjectionRow(
        person_id=entry.person_id,
        words=chance.choice(words.objections(entry.tier)),
        filed_at=filed,
        due_on=places.working_day_after(clock.local_date(filed), 10)[0],
        attendance_id=entry.attendance_id,
        entry_id=entry.id,
        shift_id=entry.shift_id,
    )


# What a reversal takes over from the line it takes back.
_SAME = (
    "served_on", "person_id", "source", "tier", "starts_at", "ends_at", "residence_id", "service_area_id", "area_id",
    "attendance_id", "proposal_id", "site_id", "body_id", "team_id", "activity_id", "shift_id", "category", "age_band",
    "rule_set_id", "post_id", "county_id", "counting_id",
)  # fmt: skip


def _corrected(entry: hours.HourEntry, at: datetime, offices: Offices) -> hours.EntryRow:
    """What an objection that holds leads to: half an hour on top, which somebody typed and another approved."""
    same = {name: getattr(entry, name) for name in _SAME}
    same |= {"source": "typed", "tier": "honour", "starts_at": entry.ends_at}
    same["ends_at"] = entry.ends_at + timedelta(minutes=30)
    return hours.EntryRow(
        **same, unique_source=f"corrected:{entry.id}", minutes=30,
        reason=[{"code": "corrected", "words": words.CORRECTED}],
        recorded_by_id=offices.counties.get(entry.county_id or 0, offices.city_second), approved_by_id=offices.city,
        posted_at=at,
    )  # fmt: skip


def _reversals(stage: Stage, chance: random.Random, offices: Offices) -> None:
    rows = []
    for entry in _some(chance, stage, (20, 300), 15):
        at = entry.posted_at + timedelta(days=chance.randrange(2, 15))
        rows.append(
            hours.EntryRow(
                **{name: getattr(entry, name) for name in _SAME},
                unique_source=f"reversal:{entry.id}",
                minutes=-entry.minutes,
                reversal_of=entry.id,
                reason=[{"code": "reversed", "words": "重复登记，已核对"}],
                recorded_by_id=offices.city,
                approved_by_id=offices.city,
                posted_at=at,
            )
        )
    hours.add_entries(rows)


def _complaints(stage: Stage, chance: random.Random, offices: Offices, story: Story) -> None:
    """Some that wait, one of them overdue, one of the volunteer's; and some that were answered."""
    counties = complaints.counties()
    own = places.county_id_of(story.team.area.path)
    here = [one for one in counties if one.pk == own] or counties
    rows = []
    for n, (kind, text, outcome, answer) in enumerate(words.COMPLAINTS):
        area = here[0] if n % 2 == 0 else chance.choice(counties)
        filed = stage.at - timedelta(days=40 if outcome else 2 * n + 1, minutes=chance.randrange(600))
        day = clock.local_date(filed)
        row = complaint_rows.ComplaintRow(
            kind=kind, words=text, area_id=area.pk, filed_at=filed,
            first_due_on=places.working_day_after(day, 5)[0], due_on=places.working_day_after(day, 15)[0],
        )  # fmt: skip
        if n == 0:
            member = story.members["volunteer"]
            row.account_id, row.person_id = member.account.pk, member.person.pk if member.person else None
        elif n % 3 == 1:
            complaint_rows.sealed_contact(row, name=chance.choice(words.CALLERS), phone=numbers.phone(91_000 + n))
        if outcome:
            row.taken_up_at, row.taken_up_by_id = filed + timedelta(days=1), offices.city
            row.ended_at, row.ended_by_id = filed + timedelta(days=6), offices.city
            row.outcome, row.answer = outcome, answer
            row.referred_to = "区民政局 0374-0123456" if outcome == "referred" else ""
            row.contact_until = row.ended_at + timedelta(days=365)
        rows.append(row)
    complaint_rows.add_complaints(rows)


def _ago(days: int) -> timedelta:
    return timedelta(days=days, minutes=77)


def _news_of_volunteer(stage: Stage, story: Story) -> list[tuple[str, timedelta, str, Kept, str]]:
    """What the volunteer was told of what really stands in this city: the next shift, the last hours."""
    person = story.members["volunteer"].person
    assert person is not None
    told: list[tuple[str, timedelta, str, Kept, str]] = []
    last = next((one for one in hour_rows.attendances_of_person(person.pk) if one.settled_at and one.shift), None)
    if last is not None and last.shift is not None and last.settled_at is not None:
        words = {"day": kept.day(clock.local_date(last.shift.starts_at)), "title": last.shift.activity.title}
        # Not before it was so.
        ago = stage.at - last.settled_at
        told.append(("volunteer", ago, "posted", translate("%(day)s“%(title)s”的时长已入账。") % words, "/mine/hours/"))
    following = activities.next_shift_of(person.pk, stage.at)
    if following is not None:
        shift = following.shift
        words = {"title": shift.activity.title, "when": kept.span(shift.starts_at, shift.ends_at)}
        told.append(
            ("volunteer", _ago(1), "signup", translate("报名成功：“%(title)s”，%(when)s。") % words, "/mine/signups/")
        )
    return told


def _messages(stage: Stage, story: Story) -> None:
    rows = []
    team = {"team": story.team.name}
    written = (
        ("volunteer", _ago(26), "welcome", translate("欢迎您。实名核验已通过，可以报名参加活动了。"), "/mine/profile/"),
        *_news_of_volunteer(stage, story),
        ("minor", _ago(20), "guardian", translate("监护人已同意您参加志愿服务。"), "/mine/profile/"),
        ("leader", _ago(2), "membership_asked", translate("有人申请加入%(team)s，请处理。") % team, "/mine/"),
        ("unit_admin", _ago(1), "submitted", translate("%(team)s提交了活动方案，等您发布。") % team, "/mine/"),
    )
    for key, ago, kind, text, link in written:
        person = story.members[key].person
        if person is not None:
            at = stage.at - ago
            read_at = at if ago > timedelta(days=2, hours=12) else None
            rows.append(
                notices.MessageRow(person.public_id, kind, text, at, at, link, read_at=read_at, recipe=text.recipe)
            )
    notices.add_messages(rows)
