from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("circulars", "0003_when_an_answer_was_asked_again")]

    operations = [
        migrations.AddField(
            model_name="wording",
            name="due_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="wording",
            name="rings_why",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
    ]
