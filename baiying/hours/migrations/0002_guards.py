"""The ledger only grows, and its numbers. Checking in stands in hours/sql/check_in.sql."""

from django.db import migrations

from baiying.kit.db import guards

NUMBERS = """
CREATE SEQUENCE hours_hourentry_id_seq AS bigint OWNED BY hours_hourentry.id;
ALTER TABLE hours_hourentry ALTER COLUMN id SET DEFAULT nextval('hours_hourentry_id_seq');
"""
NO_NUMBERS = """
ALTER TABLE hours_hourentry ALTER COLUMN id DROP DEFAULT;
DROP SEQUENCE hours_hourentry_id_seq;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("hours", "0001_initial"),
        ("kit", "0002_guards"),
        ("activities", "0001_initial"),
        ("people", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(NUMBERS, NO_NUMBERS),
        guards.append_only("hours_hourentry"),
    ]
