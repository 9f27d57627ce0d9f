"""`update()` tells nobody: no statement of the program changes a watched column with it."""

import ast
from pathlib import Path

from django.apps import apps

import zhian
from zhian.kernel.audit.listeners import audited_fields
from zhian.kernel.audit.rows import audited_models

SOURCE = Path(zhian.__file__).parent
WRITES_ITS_ENTRIES_ITSELF = {"kernel/records/past.py"}


def test_no_statement_changes_a_watched_column_past_the_log():
    found = {
        f"{path.relative_to(SOURCE)}: {model.__name__}.{column}"
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts and f"{path.relative_to(SOURCE)}" not in WRITES_ITS_ENTRIES_ITSELF
        for name, columns in updated(ast.parse(path.read_text()))
        for model in models_called(name, path)
        for column in columns & {field.name for field in audited_fields(model)}
    }
    assert found == set()


def updated(tree):
    """(model, columns) of each `Model.objects….update(column=…)`."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "update":
            yield root(call.func), {keyword.arg for keyword in call.keywords}


def root(node):
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node.id if isinstance(node, ast.Name) else ""


def models_called(name, path):
    """The watched model of this name in the app of the file, or of another app where that one has none."""
    known = [model for model in audited_models() if model.__name__ == name]
    own = [model for model in apps.get_models() if model.__name__ == name and Path(app_of(model)) in path.parents]
    return [model for model in known if model in own] if own else known


def app_of(model):
    return apps.get_app_config(model._meta.app_label).path
