"""What a second person approved, and a time of its own for the reminder by the clock.

A box that was reminded before, by whomever, is not reminded by the clock of a time long over.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

REMINDED = "UPDATE circulars_box SET late_reminded_at = reminded_at WHERE reminded_at IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("circulars", "0004_what_a_correction_moves"),
        ("places", "0016_head_phones_of_each_table"),
        ("teams", "0006_fill_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "foreseen",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
            ],
        ),
        migrations.RemoveIndex(
            model_name="box",
            name="circulars_box_late",
        ),
        migrations.AddField(
            model_name="box",
            name="late_reminded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(REMINDED, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="box",
            index=models.Index(
                condition=models.Q(("late_reminded_at__isnull", True), ("signed_number__lt", models.F("asked_number"))),
                fields=["sign_by"],
                name="circulars_box_late",
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="circular",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="approval", to="circulars.circular"
            ),
        ),
    ]
