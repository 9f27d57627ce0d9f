"""The index of the global search, in each database's own way."""

from django.db import migrations

SQLITE = "CREATE VIRTUAL TABLE records_search USING fts5 (tokens, tokenize='unicode61')"
POSTGRESQL = [
    "CREATE TABLE records_search (record_id bigint PRIMARY KEY, tokens tsvector NOT NULL)",
    "CREATE INDEX records_search_tokens ON records_search USING gin (tokens)",
]


def create(apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else [SQLITE]
    for statement in statements:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE records_search")


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
