"""The loop serves a source that it has never heard of."""

import pytest

import given
from deliveries import services as deliveries
from deliveries.models import Delivery
from zhian.engines.workflow import Refused
from zhian.kernel.loop import services as loop
from zhian.kernel.records.services import file


def test_a_refused_delivery_opens_a_finding_and_settles_when_it_is_closed(icu, hugo, nina, quinn):
    pumps = file(Delivery(title="Infusion pumps", department=icu, supplier="Acme"), actor=nina)
    deliveries.refuse(pumps, actor=hugo, note="two of ten leak")

    finding = pumps.findings.get()
    assert finding.title == "Acme: two of ten leak"
    assert finding.source.number == pumps.number
    assert finding.source.get_absolute_url() == f"/deliveries/{pumps.number}/"
    with pytest.raises(Refused, match=finding.number):
        deliveries.settle(pumps, actor=hugo)

    given.a_repaired_finding(finding, by=hugo, owner=nina)
    loop.accept(finding, actor=quinn)
    assert deliveries.settle(pumps, actor=hugo).is_closed
