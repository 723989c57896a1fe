from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0024_claims_by_two")]

    operations = [
        migrations.AddField(
            model_name="merge",
            name="taken_words",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
    ]
