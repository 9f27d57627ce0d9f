"""Taking a delivery, or refusing it."""

from zhian.kernel.loop.services import raise_finding, require_all_closed
from zhian.kernel.records.services import step

from .workflow import DELIVERY


@step(DELIVERY)
def refuse(delivery, *, actor, note):
    """Refuse it, and ask for what is wrong to be put right."""
    raise_finding(delivery, title=f"{delivery.supplier}: {note}", actor=actor)


@step(DELIVERY, require_all_closed)
def settle(delivery, *, actor, note):
    """Nothing is left to do."""
