"""A single shift may be called off. It keeps its row and its place in a series, so that it is not made again.

Weekly copies that were written out before there were series stay shifts of their own: which of several equal ones were
meant as one series, and which were changed on purpose since, cannot be known from the rows.
"""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("activities", "0007_adults_only")]

    operations = [
        migrations.AddField(
            model_name="shift",
            name="call_off_reason",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="shift",
            name="called_off_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=Q(called_off_at__isnull=True)
                | Q(closed_at__isnull=False, taken=0, call_off_reason__gt="", called_off_at__lt=F("starts_at")),
                name="activities_called_off_is_closed",
            ),
        ),
    ]
