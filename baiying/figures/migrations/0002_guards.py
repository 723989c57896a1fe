"""Append-only tables. The triggers that mark what must be counted anew stand in figures/sql/."""

from django.db import migrations

from baiying.kit.db import guards


class Migration(migrations.Migration):
    dependencies = [
        ("figures", "0001_initial"),
        ("kit", "0002_guards"),
        ("hours", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        guards.append_only("figures_target"),
        guards.append_only("figures_move"),
    ]
