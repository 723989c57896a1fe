"""The last act of some people: in every room, under all their records and log-ins, and by the children they guard."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.models import Max, QuerySet

from baiying.kit import clock, rooms
from baiying.kit.acts import Act, Whose, of_accounts, of_persons
from baiying.people.models import Consent, Dormancy, Guardianship, Person, Registration
from baiying.people.queries.guardians import LIVE
from baiying.people.rules import sleeping


def acts(whose: Whose, at: datetime) -> list[Act]:
    """Of this room: registering, consenting oneself, answering for a child, and what somebody said when asked whether
    to go on."""
    by_self: QuerySet[Any] = Consent.objects.filter(person_id__in=whose.persons).exclude(given_by="guardian")
    said: QuerySet[Any] = Dormancy.objects.filter(person_id__in=whose.persons, end_why__in=sleeping.SAID)
    registered: QuerySet[Any] = Registration.objects.filter(person_id__in=whose.persons)
    answered = Guardianship.objects.filter(guardian_account_id__in=whose.accounts)
    found = []
    for rows, column in (
        (registered, "registered_at"),
        (by_self, "given_at"),
        (said, "ended_at"),
    ):
        last = rows.order_by().values_list("person_id").annotate(Max(column))
        found += of_persons([(pk, clock.local_date(day)) for pk, day in last])
    for column in ("agreed_at", "withdrawn_at"):
        given = answered.filter(**{f"{column}__isnull": False}).order_by().values_list("guardian_account_id")
        found += of_accounts([(pk, clock.local_date(day)) for pk, day in given.annotate(Max(column)) if pk is not None])
    return found


def last_acts(person_ids: Collection[int], at: datetime) -> dict[int, date]:
    """The day of the last act of each; who has none at all is left out.

    What stands under a record that was merged into one is of the human, so are all log-ins. What a child does is an act
    of each guardian whose consent stands: it is the guardian who lets it.
    """
    of_record: dict[int, set[int]] = defaultdict(set)
    for pk in person_ids:
        of_record[pk].add(pk)
    merged = Person.objects.filter(merged_into_id__in=person_ids).values_list("pk", "merged_into_id")
    for pk, into in merged:
        of_record[pk].add(into or pk)
    of_account: dict[int, set[int]] = defaultdict(set)
    log_ins = Person.objects.filter(pk__in=list(of_record), account_id__isnull=False).values_list("pk", "account_id")
    for pk, account in log_ins:
        of_account[account or 0] |= of_record[pk]
    wards = Guardianship.objects.filter(LIVE, guardian_account_id__in=list(of_account))
    for ward, account in wards.values_list("ward_id", "guardian_account_id"):
        of_record[ward] |= of_account[account or 0]
    whose = Whose(frozenset(of_record), frozenset(of_account))
    found: dict[int, date] = {}
    for told in rooms.filling("acts"):
        for act in told(whose, at):
            named = of_record.get(act.person or 0, set()) | of_account.get(act.account or 0, set())
            for pk in named:
                found[pk] = max(found.get(pk, act.day), act.day)
    return found
