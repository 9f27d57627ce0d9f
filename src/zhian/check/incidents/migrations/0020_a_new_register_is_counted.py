"""A register that begins with this program writes its facts as it goes: there is nothing older to fill in."""

from django.db import migrations

from zhian.kernel.moment import now

COLUMNS = 2  # those of this time


def say_so(apps, schema_editor):
    if not apps.get_model("incidents", "Incident").objects.exists():
        filling = apps.get_model("incidents", "Filling").objects
        filling.get_or_create(columns=COLUMNS, defaults={"last": 0, "done_at": now()})


class Migration(migrations.Migration):
    dependencies = [("incidents", "0019_figures_in_the_order_of_the_index")]

    operations = [migrations.RunPython(say_so, migrations.RunPython.noop)]
