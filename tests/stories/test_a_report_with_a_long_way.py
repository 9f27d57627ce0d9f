"""A report that rests, is handed over, turns out to have been told twice, is taken up again, and teaches everybody."""

from datetime import timedelta

import pytest

import given
from zhian.check.incidents import services as incidents
from zhian.check.incidents.codes import Grade, Harm
from zhian.check.incidents.models import Incident, Lesson
from zhian.check.incidents.services import lessons
from zhian.engines.workflow import Refused
from zhian.kernel.loop import services as loop
from zhian.kernel.moment import today

LESSON = {
    "title": "A dark way at night",
    "happened": "On the way to the washroom somebody slipped in the dark.",
    "learned": "Whoever gets up at night needs light before the first step.",
    "changed": "Lamps are part of the check before the night shift.",
}


def test_the_long_way(nina, hugo, quinn, olga, signed_in):
    first, second = given.a_fall(by=nina), given.a_fall(by=hugo, title="Somebody fell at night")

    incidents.hold(second, actor=quinn, note="The engineer looks at the lamp", until=today() + timedelta(days=7))
    incidents.resume(second, actor=quinn, note="It is broken")
    incidents.mark_duplicate(second, actor=quinn, original=first)
    incidents.reopen(second, actor=olga, note="It was another night")
    incidents.mark_duplicate(second, actor=olga, original=first, note="No, it was the same")

    told = {"sac_severity": "severe", "sac_frequency": "months", "finding": "The lamp is broken"}
    incidents.confirm(first, actor=quinn, grade=Grade.ADVERSE, harm=Harm.LOW, **told)
    incidents.reassign(first, actor=quinn, note="I am away", officer=olga)
    assert [turn.person for turn in first.turns.all()] == [olga]

    finding = first.findings.get()
    given.a_repaired_finding(finding, by=hugo, owner=hugo)
    loop.accept(finding, actor=olga)
    with pytest.raises(Refused, match="nothing to learn"):
        incidents.close(first, actor=olga, feedback="The lamp is new")
    incidents.close(first, actor=olga, feedback="The lamp is new", no_lesson="Only this lamp")

    incidents.reopen(first, actor=olga, note="It happened in three wards: others must know")
    with pytest.raises(Refused, match="nothing to learn"):
        incidents.close(first, actor=olga, feedback="The lamp is new")
    lesson = lessons.write_lesson(first, actor=olga, told=LESSON)
    incidents.close(first, actor=olga, feedback="All lamps are checked before the night. Thank you.")
    lessons.publish_lesson(lesson, actor=olga)

    assert [move.step for move in first.transitions.all()] == [
        *("file", "confirm", "reassign", "close", "reopen", "close"),
    ]
    assert "All lamps are checked" in Incident.objects.get(pk=second.pk).outcome()
    assert "All lamps are checked" in signed_in(hugo).get(f"/incidents/{second.number}/").content.decode()
    assert LESSON["learned"] in signed_in(nina).get(Lesson.objects.get().get_absolute_url()).content.decode()
