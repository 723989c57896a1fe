import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import baiying.kit.db.fields


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Identity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    baiying.kit.db.fields.PublicIdField(
                        default=baiying.kit.db.fields.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("phone", "手机号"), ("oidc", "统一身份认证"), ("work", "政务工作账号")], max_length=8
                    ),
                ),
                ("subject_hash", models.BinaryField()),
                ("subject_sealed", models.BinaryField()),
                ("mask", models.CharField(max_length=32)),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=Q(ended_at__isnull=True), fields=["subject_hash"], name="accounts_identity_subject"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(kind="phone", ended_at__isnull=True),
                        fields=("account",),
                        name="accounts_identity_one_phone",
                    ),
                    models.UniqueConstraint(
                        condition=Q(ended_at__isnull=True),
                        fields=("account", "kind", "subject_hash"),
                        name="accounts_identity_once",
                    ),
                    models.UniqueConstraint(
                        condition=~Q(kind="phone") & Q(ended_at__isnull=True),
                        fields=("kind", "subject_hash"),
                        name="accounts_identity_elsewhere_once",
                    ),
                ],
            },
        ),
    ]
