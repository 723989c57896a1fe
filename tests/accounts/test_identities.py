"""By what one comes in: rows of their own, shared by a family, none needed."""

from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from baiying.accounts import actions, queries
from baiying.accounts.models import Account, Identity
from baiying.demo import builders
from baiying.kit import clock, sealed
from tests.people import world
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db
PHONE, OTHER = "19900000611", "19900000612"


def test_another_phone_ends_the_old_identity_and_nobody_comes_in_by_it_any_more(client: Client, area: Area) -> None:
    account = world.make_account(PHONE, "王大爷")
    at = clock.now()
    actions.change_phone(account_id=account.pk, phone=OTHER, actor=ACTOR, at=at)
    rows = Identity.objects.order_by("id")
    assert [(row.mask, row.ended_at is None) for row in rows] == [("199****0611", False), ("199****0612", True)]
    assert list(queries.accounts_of_phone(PHONE)) == []
    assert queries.phone_of(account) == OTHER
    assert world.log_in(client, OTHER) == "/mine/"
    assert world.log_in(Client(), PHONE) == "/log-in/unknown/"


def test_a_family_shares_a_phone_and_each_is_found(area: Area) -> None:
    family = [world.make_account(PHONE, name) for name in ("甲", "乙")]
    world.make_account(OTHER, "丙")
    assert list(queries.accounts_of_phone(PHONE)) == family
    assert queries.comes_in_by(family[0].pk, queries.phone_hash(PHONE))
    assert not queries.comes_in_by(family[0].pk, queries.phone_hash(OTHER))


def test_an_account_needs_no_phone(area: Area) -> None:
    account = Account.objects.create(display_name="无号", password="!", created_at=clock.now())
    assert queries.phone_of(account) is None
    assert queries.phone_masks([account.pk]) == {}
    client = Client()
    client.force_login(account, backend="baiying.accounts.backend.AccountBackend")
    assert client.get("/mine/password/").status_code == 200
    assert client.get("/register/").status_code in {200, 302, 303}


def test_who_gives_no_name_is_shown_by_the_mask(area: Area) -> None:
    assert world.make_account(PHONE, "").display_name == "199****0611"
    assert builders.account(OTHER).display_name == "199****0612"


@pytest.mark.parametrize("kind", ["phone", "oidc"])
def test_the_database_holds_one_phone_each_and_one_account_for_a_subject_elsewhere(area: Area, kind: str) -> None:
    first, second = world.make_account(PHONE, "甲"), world.make_account(PHONE, "乙")
    new = {"kind": kind, "subject_hash": b"s", "subject_sealed": b"s", "mask": "s", "since": clock.now()}
    if kind == "oidc":
        Identity.objects.create(account=first, **new)
        first = second
    with pytest.raises(IntegrityError, match="accounts_identity"), transaction.atomic():
        Identity.objects.create(account=first, **new)


def test_an_identity_copied_to_another_row_does_not_open(area: Area) -> None:
    mine, theirs = world.make_account(PHONE, "甲"), world.make_account(OTHER, "乙")
    box = Identity.objects.get(account=theirs).subject_sealed
    Identity.objects.filter(account=mine).update(subject_sealed=box)
    with pytest.raises(sealed.Unreadable):
        queries.phone_of(mine)


def test_the_migration_moves_every_phone_also_of_those_who_share_one(area: Area) -> None:
    accounts = [world.make_account(PHONE, "甲"), world.make_account(PHONE, "乙"), world.make_account(OTHER, "")]
    step = import_module("baiying.accounts.migrations.0003_move_phones")
    phones = [PHONE, PHONE, OTHER]
    Identity.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE accounts_account ADD phone_sealed bytea, ADD phone_hash bytea, ADD phone_mask varchar(16)"
        )
        cursor.execute("UPDATE accounts_account SET display_name = '' WHERE display_name LIKE '199%'")
        for account, phone in zip(accounts, phones, strict=True):
            place = sealed.Place("accounts_account", account.public_id, "phone_sealed")
            cursor.execute(
                "UPDATE accounts_account SET phone_sealed = %s, phone_hash = %s, phone_mask = %s WHERE id = %s",
                [sealed.seal(phone, at=place), queries.phone_hash(phone), f"199****{phone[-4:]}", account.pk],
            )
    before = MigrationExecutor(connection).loader.project_state(("accounts", "0002_identities")).apps
    with connection.schema_editor(atomic=False) as editor:
        step.move_phones(before, editor)
        step.move_phones(before, editor)
    assert list(queries.accounts_of_phone(PHONE)) == accounts[:2]
    assert [queries.phone_of(account) for account in accounts] == phones
    assert Account.objects.get(pk=accounts[2].pk).display_name == "199****0612"
    assert Identity.objects.count() == 3
