from django.db import migrations, models


def remember_paths(apps, schema_editor):
    Department = apps.get_model("people", "Department")
    parents = dict(Department.objects.order_by().values_list("pk", "parent_id"))

    def path(pk):
        return f"{path(parents[pk]) if parents[pk] else '/'}{pk}/"

    for pk in parents:
        Department.objects.filter(pk=pk).update(path=path(pk))


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.AddField("department", "path", models.CharField(default="/", editable=False, max_length=200)),
        migrations.RunPython(remember_paths, migrations.RunPython.noop),
    ]
