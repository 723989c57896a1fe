"""Typed digits have a source of their own. No row of before is changed: they say `code` for both."""

from django.db import migrations, models

_SOURCES = [
    ("code", "本人扫码"),
    ("digits", "本人输入数字"),
    ("scan", "领队扫卡"),
    ("roll", "领队点名"),
    ("paper", "纸质签到表"),
    ("typed", "事后补录"),
    ("transferred", "外部转入"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("hours", "0017_paper_sheets"),
    ]

    operations = [
        migrations.AlterField(
            model_name="attendance",
            name="in_source",
            field=models.CharField(choices=_SOURCES, max_length=12),
        ),
        migrations.AlterField(
            model_name="attendance",
            name="out_source",
            field=models.CharField(blank=True, choices=_SOURCES, default="", max_length=12),
        ),
        migrations.AlterField(
            model_name="hourentry",
            name="source",
            field=models.CharField(choices=_SOURCES, max_length=12),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="source",
            field=models.CharField(choices=_SOURCES, max_length=12),
        ),
    ]
