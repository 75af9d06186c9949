from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("ingest", "0004_source_standing"),
    ]

    operations = [
        migrations.AddField(
            model_name="qualitysnapshot",
            name="parts",
            field=models.JSONField(default=dict, help_text="kind of source -> how many came from it"),
        ),
    ]
