"""A delivery is taken or refused."""

from zhian.engines.workflow import FILE, State, Step, Workflow

DELIVERY = Workflow(
    "deliveries",
    states={
        "arrived": State("Arrived", "waiting", turn=["head"]),
        "refused": State("Refused", "late", turn=["head"]),
        "settled": State("Settled", "done", is_closed=True),
    },
    steps=[
        Step(FILE, [], "arrived", "Enter"),
        Step("refuse", ["arrived"], "refused", "Refuse", note="required"),
        Step("settle", ["arrived", "refused"], "settled", "Settle"),
    ],
)
