"""Persons for the offices' one box: by name, number or the end of a phone, in the own area, masked as in the list."""

from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.accounts import access as accounts
from baiying.kit.values.actor import Actor
from baiying.people import queries
from baiying.people.rights import Right
from baiying.people.views.listed import Row, rows_of
from baiying.ui import everywhere


def people(actor: Actor, words: str, _at: datetime) -> everywhere.Group | None:
    """The persons of the office's area who are called so or have the number."""
    if not accounts.may(actor, Right.SEE_PEOPLE):
        return None
    scope = accounts.scope_of(actor, Right.SEE_PEOPLE)
    persons = queries.first_persons(scope, words, everywhere.MOST + 1)
    alike = queries.only_alike(words, [one.name_key for one in persons])
    note = _("没有叫“%(name)s”的人。下面是只差一个字的，同音的在先。") % {"name": words} if alike else ""
    found = rows_of(persons)
    whole = f"{reverse('people:people')}?{urlencode({'q': words})}"
    return everywhere.group(_("志愿者"), map(_hit, found), whole, note)


def _hit(row: Row) -> everywhere.Hit:
    number = row.registration.volunteer_no if row.registration else ""
    detail = " · ".join(part for part in (number, row.person.phone_shown, row.person.residence.name) if part)
    return everywhere.Hit(row.name, detail, reverse("people:record", args=[row.person.public_id]))
