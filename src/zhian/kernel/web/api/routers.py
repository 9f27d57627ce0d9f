"""All operations on a kind of record, from its pages."""

from ninja import Router

from ..pages import RecordPages
from .deeds import add_attach, add_comment, add_identify, add_link
from .doors import Rate, doors
from .kinds import Kind
from .lists import add_lists
from .records import add_editing, add_files, add_filing, add_reading, add_surroundings
from .schemas import RecordOut
from .steps import add_steps

ON_EVERY_KIND = (
    add_lists,
    add_reading,
    add_surroundings,
    add_files,
    add_comment,
    add_attach,
    add_link,
    add_identify,
    add_steps,
)


def record_router(pages: RecordPages, *, out: type[RecordOut] | None = None) -> Router:
    """List, export, read, file and change records of a kind, take their steps, say, attach, link.

    `out` is what a record says, where that is more than its own facts.
    """
    kind = Kind(pages, out)
    title = kind.model._meta.verbose_name_plural or kind.name
    router = Router(auth=doors(kind.name, title), throttle=Rate(), tags=[kind.name])
    for add in ON_EVERY_KIND:
        add(router, kind)
    if pages.form and pages.is_filed:
        add_filing(router, kind, pages.form)
    if pages.form:
        add_editing(router, kind, pages.form)
    return router
