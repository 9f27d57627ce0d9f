"""What somebody with every right in the database may lay hands on, and what a verification says of it."""

from django.db import connection

from zhian.kernel.audit.leaves import Leaves, rows_of
from zhian.kernel.audit.models import Entry
from zhian.kernel.audit.services import verify


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def faults(exported=None):
    """What a verification finds, beside the guards that these tests have taken down."""
    return [fault for fault in verify(exported).faults if "no longer refuses tampering" not in fault]


def swap(one, other):
    for before, after in ((one, -1), (other, one), (-1, other)):
        sql("UPDATE audit_entry SET leaf_index = %s WHERE leaf_index = %s", after, before)


def with_hash_anew(index):
    sql("UPDATE audit_entry SET cid = 'x' WHERE leaf_index = %s", index)
    leaf = Leaves().hash(index, next(rows_of(Entry.objects.filter(leaf_index=index))))
    sql("UPDATE audit_entry SET leaf_hash = %s WHERE leaf_index = %s", leaf.hex(), index)
