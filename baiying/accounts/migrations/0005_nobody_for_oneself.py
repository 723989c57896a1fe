from django.db import migrations, models
from django.db.models import F, Q

_NOT_BY_ONESELF = models.CheckConstraint(
    name="accounts_not_by_oneself",
    condition=Q(appointed_by_id__isnull=True) | Q(ends_at__isnull=False) | ~Q(appointed_by_id=F("account_id")),
)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_phones_moved")]

    operations = [
        migrations.AddConstraint(
            "appointment",
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(role__in=["auditor", "sysadmin", "secadmin"], ends_at__isnull=True)
                & Q(appointed_by_id__isnull=False),
                name="accounts_one_of_three",
            ),
        ),
        # Not valid for what stands: rows from before stay until they are ended, new ones are refused.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE accounts_appointment ADD CONSTRAINT accounts_not_by_oneself CHECK"
                    " (appointed_by_id IS NULL OR ends_at IS NOT NULL OR appointed_by_id <> account_id) NOT VALID",
                    "ALTER TABLE accounts_appointment DROP CONSTRAINT accounts_not_by_oneself",
                )
            ],
            state_operations=[migrations.AddConstraint("appointment", _NOT_BY_ONESELF)],
        ),
    ]
