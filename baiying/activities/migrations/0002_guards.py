"""Once made the function for signing up; it stands in activities/sql/sign_up.sql now and is installed from there."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0001_initial"),
        ("people", "0001_initial"),
        ("kit", "0002_guards"),
    ]

    operations = []
