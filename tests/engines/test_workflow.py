"""A workflow's table says what is wrong with it before anything runs on it."""

import pytest

from zhian.engines.workflow import FILE, State, Step, Workflow

STATES = {"open": State("Open"), "closed": State("Closed", is_closed=True)}
STEPS = [Step(FILE, [], "open", "File"), Step("close", ["open"], "closed", "Close")]


def test_it_starts_where_filing_leads():
    assert Workflow("w", STATES, STEPS).start == "open"


def test_it_tells_the_steps_out_of_a_state():
    workflow = Workflow("w", STATES, STEPS)
    assert [step.name for step in workflow.steps_from("open")] == ["close"]
    assert list(workflow.steps_from("closed")) == []


def test_it_tells_which_states_are_closed():
    assert Workflow("w", STATES, STEPS).closed_states() == ["closed"]


def test_it_draws_itself():
    assert Workflow("w", STATES, STEPS).mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> open",
        "    open --> closed: close",
    ]


def test_a_step_may_lead_elsewhere_from_each_state():
    both = Step("reopen", ["closed", "void"], {"closed": "open", "void": "open"}, "Reopen")
    note = Step("note", ["open"], {"open": "open"}, "Note")
    steps = [*STEPS, Step("void", ["open"], "void", "Void"), both, note]
    workflow = Workflow("w", {**STATES, "void": State("Void")}, steps)
    assert workflow.steps["reopen"].target_from("void") == "open"
    assert list(both.arrows()) == [("closed", "open"), ("void", "open")]
    assert note.stays
    assert not both.stays
    assert "    void --> open: reopen" in workflow.mermaid()


@pytest.mark.parametrize(
    ("steps", "complaint"),
    [
        ([Step("close", ["open"], "closed", "Close")], "no step “file”"),
        ([*STEPS, Step("lose", ["open"], "lost", "Lose")], "unknown state: lost"),
        ([*STEPS, Step("find", ["lost"], "open", "Find")], "unknown state: lost"),
        ([*STEPS, Step("close", ["open"], "closed", "Close")], "names a step twice"),
        ([Step(FILE, [], "open", "File")], "no step reaches: closed"),
        ([*STEPS, Step("reopen", ["closed"], {"open": "open"}, "Reopen")], "does not say for each source"),
        ([*STEPS, Step("reopen", ["closed"], {"closed": "lost"}, "Reopen")], "unknown state: lost"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(steps, complaint):
    with pytest.raises(ValueError, match=complaint):
        Workflow("w", STATES, steps)
