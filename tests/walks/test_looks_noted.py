"""R153: whoever in an office is shown somebody has looked, and the audit says so, by whatever method the page came.

A form that is refused answers with the page it stands on: an empty press shows no more in silence than the page itself.
"""

from django.db import transaction

from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit import rights, rooms
from baiying.kit.models import AuditEvent
from tests import cast as casting
from tests.walks.doors import samples
from tests.walks.test_every_door import addresses, asked

# What an office works on by the name of whoever it concerns: no look into a record, and what is done there is audited.
WORK = {
    "shift": "the attendance of a shift, by the names on its list",
    "entry": "one line of the ledger, with the name of whose it is",
    "reversal": "the same page, with the form to take the line back",
    "objection": "what somebody wrote about the own hours, under the own name",
}


def test_r153_every_page_that_shows_somebody_leaves_a_trace(city: builders.SmallCity, cast: dict[str, Member]) -> None:
    values = samples(city, cast)
    shown = {person for key in ("volunteer", "minor") if (person := cast[key].person) is not None}
    looks = set().union(*(room.audit_looks for room in rooms.brought().values())) | {
        "figures.persons",
        "figures.entries",
    }
    silent = []
    for member in cast.values():
        client = casting.log_in(member)
        client.raise_request_exception = False
        role = member.appointment.role if member.appointment else "volunteer"
        for name, address, pattern, names in addresses(values):
            if not any(right in rights.rights_of(role) for right in asked(pattern)) or name in WORK:
                continue
            if not any(one.endswith("_pid") for one in names):
                continue
            for method in ("get", "post"):
                point, last = (
                    transaction.savepoint(),
                    AuditEvent.objects.order_by("-id").values_list("id", flat=True)[0],
                )
                page = getattr(client, method)(address).getvalue().decode(errors="replace")
                events = AuditEvent.objects.filter(id__gt=last, subject_type="person", action__in=looks)
                for person in shown:
                    if person.name in page and not events.filter(subject_id=person.pk).exists():
                        silent.append(f"{member.key} {method} {name} {address}")
                transaction.savepoint_rollback(point)
    assert not silent, "\n".join(sorted(set(silent)))
