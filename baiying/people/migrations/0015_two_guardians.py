"""Why a request to a guardian ended without an agreement; and consents that wait for another guardian who withdrew.

A request that ended at the instant of the next one was laid aside for it; what else ended was answered with no.
"""

from django.conf import settings
from django.db import migrations, models

WHY = """
UPDATE people_guardianship g SET closed_why = CASE WHEN EXISTS (
    SELECT FROM people_guardianship next
     WHERE next.ward_id = g.ward_id AND next.id > g.id AND next.asked_at = g.declined_at)
  THEN 'laid_aside' ELSE 'no' END
 WHERE g.declined_at IS NOT NULL AND g.agreed_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0014_phones_lost"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="guardianship",
            name="closed_why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("no", "监护人没有同意"),
                    ("laid_aside", "没有答复，由新的请求代替"),
                    ("not_theirs", "号码已换主人，没有请到监护人"),
                ],
                db_default="",
                default="",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="guardianship",
            name="in_force_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="guardianship",
            name="settled_by_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="guardianship",
            name="settled_document",
            field=models.CharField(blank=True, db_default="", default="", max_length=80),
        ),
        migrations.AddField(
            model_name="guardianship",
            name="waits_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(WHY, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="guardianship",
            constraint=models.CheckConstraint(
                condition=models.Q(("in_force_at__isnull", True), ("waits_since__isnull", False), _connector="OR"),
                name="people_guardian_waited_before_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="guardianship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settled_by_id__isnull", True),
                    models.Q(("in_force_at__isnull", False), models.Q(("settled_document", ""), _negated=True)),
                    _connector="OR",
                ),
                name="people_guardian_settled_with_document",
            ),
        ),
    ]
