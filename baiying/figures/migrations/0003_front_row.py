"""Once made the front page's function; it stands in figures/sql/front_row.sql now and is installed from there."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("figures", "0002_guards"), ("places", "0001_initial")]

    operations = []
