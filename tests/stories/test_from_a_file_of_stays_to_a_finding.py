"""A file of front pages is handed in by the browser; the board changes, an alert is raised, a head has it put right."""

import random
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

import given
from do.importing import front_pages
from zhian.check.indicators.models import Alert
from zhian.check.indicators.services import measuring
from zhian.do.feeds.models import Run
from zhian.do.feeds.services.work import carry_out_all
from zhian.kernel.loop.models import Finding
from zhian.kernel.moment import today
from zhian.kernel.months import later, month_of, until

LAST = later(month_of(today()), -1)
USUAL, WORSE = 2, 12  # of sixty stays a month so many leave against advice


def stays(icu):
    """Two years of one department; in the last three months many more leave against advice than before."""
    dice = random.Random(3)
    months = list(until(LAST, 24))
    for at, month in enumerate(months):
        leaving = (WORSE if at >= len(months) - 3 else USUAL) + dice.choice((-1, 0, 1))
        for number in range(60):
            yield _stay(f"{at:02}{number:02}", month, icu.code, "4" if number < leaving else "1")


def _stay(number: str, month: date, department: str, leaving: str) -> dict[str, str]:
    return {
        "P3": f"9{number}",
        "P13": f"9900{number}1960020300",
        "P22": f"{month:%Y-%m}-03 10:00:00",
        "P25": f"{month:%Y-%m}-11 09:30:00",
        "P26": department,
        "P491": f"{month:%Y%m}04",
        "P741": leaving,
    }


def test_from_a_file_of_stays_to_a_finding(tmp_path, hospital, icu, hugo, quinn, nina, signed_in, settings):
    settings.LAKE = str(settings.HOME / "story")
    office, head = signed_in(quinn), signed_in(hugo)

    # The office hands the file in and lets it be taken in.
    content = front_pages(tmp_path / "stays.csv", *stays(icu)).read_bytes()
    told = {"file": SimpleUploadedFile("stays.csv", content), "hospital": hospital.pk, "kind": "", "mapping": ""}
    here = office.post("/feeds/imports/new/", told).headers["Location"]
    office.post(f"{here}start/")
    carry_out_all()
    run = Run.objects.get()
    assert (run.taken, run.quarantined) == (1440, 0), run.__dict__

    # What is asked for is measured, and the board of the department says what is getting worse.
    assert office.post("/indicators/measuring/").status_code == 302
    measuring.measure_what_was_asked()
    board = head.get(f"/indicators/?department={icu.code}").content.decode()
    assert "getting worse" in board
    assert "Discharge against advice" in board

    # One alert for the episode; its page says why, with the chart.
    alert = Alert.objects.get()
    assert (alert.department, alert.state) == (icu, "new")
    page = head.get(alert.get_absolute_url()).content.decode()
    assert "is not what it was" in page and "<svg" in page
    assert signed_in(nina).get(alert.get_absolute_url()).status_code == 404

    # The head looks into it, and has it put right; the finding shows the alert's chart.
    head.post(f"{alert.get_absolute_url()}steps/acknowledge/", {"note": ""})
    alert.refresh_from_db()
    assert (alert.state, alert.owner) == ("looking", hugo)
    asked = {"title": "Ask at the bedside why they leave", "detail": "", "department": icu.pk}
    assert head.post(f"{alert.get_absolute_url()}findings/new/", asked).status_code == 302
    finding = Finding.objects.get()
    assert finding.effect_indicator == alert.indicator
    assert "<svg" in head.get(finding.get_absolute_url()).content.decode()
    assert given.anew(hugo).has_perm("alerts.close", alert)
    refused = head.post(f"{alert.get_absolute_url()}steps/close/", {"note": "Known"})
    assert finding.number in refused.content.decode()  # not before it is put right
