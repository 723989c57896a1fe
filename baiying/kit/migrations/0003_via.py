from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kit", "0002_guards")]

    operations = [
        # In two steps: of rows written before this nobody knows the door, of those that SQL writes after it one does.
        migrations.AddField("auditevent", "via", models.CharField(max_length=8, db_default="")),
        migrations.AlterField("auditevent", "via", models.CharField(max_length=8, db_default="browser")),
    ]
