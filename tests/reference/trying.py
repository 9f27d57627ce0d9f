"""Trying something out: what it writes is seen, and none of it stays."""

from contextlib import contextmanager

from django.db import connection, transaction

WRITES = ("INSERT", "UPDATE", "DELETE")
NOT_OURS = ('"django_session"', '"web_token"')  # who asks, not what is asked


def status_of(answer) -> int:
    """Read to its end, so that a file that it sends is closed again."""
    answer.getvalue()
    return answer.status_code


@contextmanager
def undone():
    """What happens inside never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def written():
    """The statements inside that change a row."""
    rows: list[str] = []

    def watch(execute, sql, params, many, context):
        if sql.startswith(WRITES) and not any(table in sql for table in NOT_OURS):
            rows.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield rows
