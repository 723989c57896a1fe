"""Writes: the mark of the demo, and taking the invented city away again."""

from datetime import datetime

from django.db import connections, transaction
from django.utils.translation import gettext_lazy as _

from baiying.accounts.queries import Account
from baiying.demo import queries
from baiying.demo.models import DemoMark
from baiying.kit import audit
from baiying.kit.errors import Refused
from baiying.kit.values.actor import system
from baiying.places import queries as places

# Filled by migrations, not by loading: they stay.
KEPT = frozenset(
    {
        "auth_permission",
        "django_content_type",
        "django_migrations",
        "people_servicecategory",
        "people_skill",
        # Written after migrating, from what laws fix.
        "places_legalfloor",
        "teams_teamcategory",
    }
)


class DataPresent(Refused):
    code = "data_present"
    sentence = _("这个数据库里已有数据。演示城市只能载入空的数据库；要重新载入演示数据，请加 --reset。")


class NotDemoData(Refused):
    code = "not_demo_data"
    sentence = _("这个数据库里的不是演示数据，没有改动任何内容。")


def is_empty() -> bool:
    """No division and no account: nobody has begun here."""
    return not places.divisions().exists() and not Account.objects.exists()


@transaction.atomic
def note_loaded(*, seed: int, volunteers: int, city_id: int, at: datetime, anchor: datetime) -> DemoMark:
    """Write the mark, in the transaction that loads the city."""
    row = DemoMark.objects.create(seed=seed, anchor=anchor.date(), volunteers=volunteers, city_id=city_id, loaded_at=at)
    audit.record("DemoLoaded", actor=system("demo"), at=at, detail={"seed": seed, "volunteers": volunteers})
    queries.forget_answer()
    return row


def wipe() -> None:
    """Empty every table of an invented city, as the owner. Refuses: NotDemoData."""
    if not is_empty() and queries.mark() is None:
        raise NotDemoData
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND NOT relname = ANY(%s)",
            [list(KEPT)],
        )
        tables = [f'"{name}"' for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    connections["owner"].close()
    queries.forget_answer()
