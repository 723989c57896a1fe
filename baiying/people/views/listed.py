"""The list of persons of an office: how it is searched, narrowed and shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.accounts.access import Scope
from baiying.kit import clock
from baiying.kit.db import folding
from baiying.kit.values import identifiers, names
from baiying.people import queries, rules
from baiying.people.models import Claim, Person, Registration
from baiying.people.rights import Right
from baiying.people.views import seeking
from baiying.people.views.words import STATES, StateWords, state_words
from baiying.places import access as areas
from baiying.places import queries as places
from baiying.ui import listing
from baiying.ui.templatetags.ui import state


@dataclass(frozen=True, slots=True)
class Row:
    """A person as a list shows it."""

    person: Person
    name: str
    age: int
    registration: Registration | None
    words: StateWords

    @property
    def minor(self) -> bool:
        return self.age < rules.ADULT


def row_of(person: Person, registration: Registration | None, today: date | None = None) -> Row:
    age = identifiers.age_on(person.birth_date, today or clock.local_date(clock.now()))
    words = state_words(queries.state_of(registration) if registration else "ended")
    return Row(person, rules.listed_name(person.shown_name, age), age, registration, words)


def rows_of(found: Sequence[Person]) -> list[Row]:
    """Persons with their open registration, in the same order."""
    opened = {one.person_id: one for one in queries.open_registrations([person.pk for person in found])}
    today = clock.local_date(clock.now())
    return [row_of(person, opened.get(person.pk), today) for person in found]


def name_of(row: Row) -> str:
    return gettext("%(name)s（%(age)s 岁）") % {"name": row.name, "age": row.age} if row.minor else row.name


def name_key(words: str) -> str:
    """By what a list of persons is searched; words that are no name find nobody."""
    return names.key(words) or "\n"


def _of_age(rows: listing.Rows, wish: str) -> listing.Rows:
    latest = identifiers.latest_birthday(rules.ADULT, clock.local_date(clock.now()))
    if wish == "minor":
        return rows.filter(birth_date__gt=latest)
    return rows.filter(birth_date__lte=latest)


def _within(rows: listing.Rows, pid: str) -> listing.Rows:
    area = places.division(pid)
    return rows.filter(queries.within(Scope(area.pk, Right.SEE_PEOPLE))) if area is not None else rows


def _record(row: Row) -> str:
    return reverse("people:record", args=[row.person.public_id])


def _number(row: Row) -> str:
    return row.registration.volunteer_no if row.registration else "—"


def _since(row: Row) -> str:
    return clock.local_date(row.registration.registered_at).isoformat() if row.registration else "—"


def _state(row: Row) -> SafeString:
    return state(row.words.tone, str(row.words.short))


def people_list(scope: Scope) -> listing.Listing:
    """The persons of an office's scope, newest first; found also by a name with one wrong sign."""
    return listing.Listing(
        key="people",
        title=_("志愿者名单"),
        personal=True,
        slim=queries.for_lists,
        search=lambda _rows, words: queries.persons_or_alike(scope, words),
        search_label=_("姓名、编号，或完整的号码"),
        rows_of=rows_of,
        columns=(
            listing.Column("name", _("姓名"), name_of, link=_record, sort=("name_key",), fixed=True),
            listing.Column("no", _("志愿者编号"), _number, nowrap=True),
            listing.Column("id", _("证件号码"), lambda row: row.person.id_no_shown, nowrap=True, width=22),
            listing.Column("phone", _("手机"), lambda row: row.person.phone_shown or "—", nowrap=True),
            listing.Column("home", _("居住地"), lambda row: row.person.residence.name, width=20),
            listing.Column("serves", _("服务地"), lambda row: row.person.service_area.name, extra=True, width=20),
            listing.Column("age", _("年龄"), lambda row: row.age, number=True, extra=True, sort=("birth_date",)),
            listing.Column("since", _("注册"), _since, nowrap=True),
            listing.Column("state", _("状态"), _state, value=lambda row: str(row.words.short), width=18),
        ),
        filters=(
            listing.Choice(
                "state",
                _("状态"),
                options=[(key, words.short) for key, words in STATES.items()],
                apply=queries.in_state,
            ),
            listing.Choice("area", _("地区"), options=lambda: areas.areas_below(scope.area_id), apply=_within),
            listing.Choice("age", _("年龄"), options=[("minor", _("未成年")), ("adult", _("成年"))], apply=_of_age),
        ),
    )


def made_list(*, may_open: bool) -> listing.Listing:
    """Whom one clerk registered at the desk, in the order of registering."""
    return listing.Listing(
        key="made",
        title=_("当面注册的人"),
        personal=True,
        order=("created_at", "id"),
        search=lambda rows, words: rows.filter(name_key__contains=name_key(words)),
        search_label=_("姓名"),
        rows_of=rows_of,
        columns=(
            listing.Column("name", _("姓名"), name_of, link=_record if may_open else None, fixed=True),
            listing.at_column("at", _("注册"), lambda row: row.person.created_at, sort=("created_at",)),
            listing.Column("born", _("出生日期"), lambda row: row.person.birth_date.isoformat(), nowrap=True),
            listing.Column("id", _("证件号码"), lambda row: row.person.id_no_shown, nowrap=True, width=22),
            listing.Column("phone", _("手机"), lambda row: row.person.phone_shown or "—", nowrap=True),
            listing.Column("home", _("居住地"), lambda row: row.person.residence.name, width=20),
            listing.Column("state", _("状态"), _state, value=lambda row: str(row.words.short), width=18),
        ),
        filters=(listing.Days("made", _("注册日期"), column="created_at", moment=True),),
    )


def checks_list() -> listing.Listing:
    """Who waits for a real-name check, the longest first: registrations."""
    return listing.Listing(
        key="checks",
        title=_("等实名核验"),
        personal=True,
        order=("registered_at", "id"),
        search=seeking.called,
        search_label=_("姓名"),
        rows_of=lambda found: [row_of(one.person, one) for one in found],
        columns=(
            listing.Column("name", _("姓名"), name_of, link=_record, fixed=True),
            listing.Column("no", _("志愿者编号"), _number, nowrap=True),
            listing.Column("id", _("证件号码"), lambda row: row.person.id_no_shown, nowrap=True, width=22),
            listing.Column("home", _("居住地"), lambda row: row.person.residence.name, width=20),
            listing.Column("since", _("注册"), _since, nowrap=True, sort=("registered_at",)),
            listing.Column("state", _("状态"), _state, value=lambda row: str(row.words.short), width=18),
        ),
        filters=(
            listing.Choice(
                "wait", _("等什么"), options=[("check", _("看证件")), ("guardian", _("等监护人同意"))], apply=_waits
            ),
            listing.Days("since", _("注册日期"), column="registered_at", moment=True),
        ),
    )


def _waits(rows: listing.Rows, wish: str) -> listing.Rows:
    return queries.ready_checks(rows, ready=wish != "guardian")


def claims_list(area_id: int | None) -> listing.Listing:
    """Who says a record is theirs, and waits for an answer; the longest first."""
    return listing.Listing(
        key="claims",
        title=_("认领申请"),
        personal=True,
        order=("filed_at", "id"),
        search=lambda rows, words: rows.filter(
            folding.called("claimed_name", words)
            | (Q(person__rests_since__isnull=True) & folding.called("person__name", words))
        ),
        search_label=_("姓名"),
        columns=(
            listing.Column("name", _("申请人"), lambda row: row.claimed_name, link=_claim, fixed=True),
            listing.Column("of", _("哪条记录"), lambda row: _of_claim(row.person), width=20),
            listing.Column("phone", _("手机"), lambda row: row.phone_mask, nowrap=True),
            listing.Column("area", _("地区"), lambda row: row.area.name, width=20),
            listing.Column("filed", _("提出"), _filed, nowrap=True, sort=("filed_at",)),
            listing.Column("due", _("几时前答复"), _claim_due, nowrap=True),
            listing.Column("state", _("办到哪一步"), lambda row: CLAIM_STATES[row.state], nowrap=True),
        ),
        filters=(areas.by_area(area_id), listing.Days("filed", _("提出日期"), column="filed_at", moment=True)),
    )


CLAIM_STATES = {"waiting": _("等核对"), "seen": _("等第二个人确认"), "cooling": _("等着交还")}


def _claim_due(row: Claim) -> str:
    return row.due_on.isoformat() if row.due_on else ""


def _claim(row: Claim) -> str:
    return reverse("people:claim", args=[row.public_id])


def _of_claim(person: Person) -> str:
    age = identifiers.age_on(person.birth_date, clock.local_date(clock.now()))
    return rules.listed_name(person.shown_name, age)


def _filed(row: Claim) -> str:
    return clock.local_date(row.filed_at).isoformat()
