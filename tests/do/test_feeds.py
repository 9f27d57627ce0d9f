"""What the hospital did: typed in by one person, reviewed by another, and only then counted by."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

import given
from zhian.do.feeds import services as feeds
from zhian.do.feeds.models import Activity
from zhian.engines.workflow import Refused
from zhian.kernel.months import Months

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
SPRING = Months(MARCH, APRIL)


def entered(department, by, month=MARCH, **counts):
    return feeds.enter(department, month, actor=by, counts=counts)


def reviewed(department, by, reviewer, month=MARCH, **counts):
    kept = entered(department, by, month, **counts)
    return feeds.review(kept, actor=reviewer, seen=kept.edition)


def test_counts_are_used_once_somebody_else_has_reviewed_them(icu, hugo, quinn):
    kept = entered(icu, hugo, discharges=40)
    assert feeds.activity([icu.pk], SPRING) == {}
    feeds.review(kept, actor=quinn, seen=kept.edition)
    assert feeds.activity([icu.pk], SPRING) == {MARCH: feeds.Sums(discharges=40)}


def test_nobody_reviews_what_they_entered(icu, quinn):
    kept = entered(icu, quinn, discharges=40)
    with pytest.raises(Refused, match="somebody else"):
        feeds.review(kept, actor=quinn, seen=kept.edition)


def test_counts_that_changed_while_one_was_looking_are_not_agreed_to(icu, hugo, quinn):
    kept = entered(icu, hugo, discharges=40)
    entered(icu, hugo, discharges=41)
    with pytest.raises(Refused, match="Look again"):
        feeds.review(kept, actor=quinn, seen=kept.edition)


def test_a_correction_must_be_reviewed_anew_but_the_same_counts_need_not(icu, hugo, quinn):
    reviewed(icu, hugo, quinn, discharges=40)
    entered(icu, quinn, discharges=40)
    assert Activity.objects.get().is_reviewed
    entered(icu, quinn, discharges=44)
    kept = Activity.objects.get()
    assert (kept.is_reviewed, kept.entered_by) == (False, quinn)


@pytest.mark.parametrize("wrong", [{}, {"discharges": None}, {"discharges": -1}, {"beds": 10**9}])
def test_counts_that_cannot_be_are_refused(wrong, icu, hugo):
    with pytest.raises(ValidationError):
        entered(icu, hugo, **wrong)


def test_a_month_to_come_is_refused(icu, hugo):
    with pytest.raises(ValidationError, match="not begun"):
        entered(icu, hugo, date(2999, 1, 1), discharges=1)


def test_a_head_enters_for_no_other_department(wards, hugo, oscar, nina):
    for person in (hugo, oscar, nina):
        with pytest.raises(PermissionDenied):
            entered(wards, person, discharges=1)


def test_what_the_hospital_says_of_itself_goes_before_the_sum_of_its_departments(hospital, icu, wards, hugo, quinn):
    reviewed(icu, hugo, quinn, discharges=40, bed_days=300)
    reviewed(wards, quinn, given.a_person("olga", wards, "quality_office", over=hospital), discharges=60)
    everything = [hospital.pk, icu.pk, wards.pk]
    assert feeds.activity(everything, SPRING)[MARCH] == feeds.Sums(discharges=100, bed_days=300)
    reviewed(hospital, quinn, given.a_person("olaf", wards, "quality_office", over=hospital), discharges=130)
    assert feeds.activity(everything, SPRING)[MARCH] == feeds.Sums(discharges=130, bed_days=300)
    assert feeds.activity([icu.pk], SPRING)[MARCH].discharges == 40


TABLE = '科室代码,月份,出院人次,备注,实际占用总床日数\nICU,2026-03,40,,300\nWARDS,2026年4月,"1,200",x,-\n'


@pytest.fixture
def two_wards(icu, hospital):
    return icu, given.a_department("Surgery", under=hospital, code="WARDS")


def test_a_table_is_taken_in_with_its_own_words_for_columns(two_wards, quinn, signed_in):
    file = SimpleUploadedFile("counts.csv", TABLE.encode(), content_type="text/csv")
    answer = signed_in(quinn).post("/feeds/table/", {"file": file})
    assert answer.status_code == 302
    found = Activity.objects.order_by("month").values_list("department__code", "month", "discharges", "bed_days")
    assert list(found) == [("ICU", MARCH, 40, 300), ("WARDS", APRIL, 1200, None)]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("NONE,2026-03,1", "is no department"),
        ("ICU,March,1", "is no month"),
        ("ICU,2026-03,many", "is no count"),
        ("ICU,2026-03,-4", "is no count"),
        ("ICU,2999-03,4", "has not begun"),
        ("WARDS,2026年4月,7", "stand in the table twice"),
        ("ICU,2026-05,", "at least one of the counts"),
        ("=HYPERLINK(1),2026-03,1", "is no department"),
    ],
)
def test_one_wrong_line_keeps_the_whole_table_out(line, sentence, two_wards, quinn, signed_in):
    file = SimpleUploadedFile("counts.csv", (TABLE + line + "\n").encode(), content_type="text/csv")
    answer = signed_in(quinn).post("/feeds/table/", {"file": file})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Line 4" in answer.content.decode()
    assert not Activity.objects.exists()


def test_a_head_takes_in_only_the_own_department(two_wards, hugo, signed_in):
    file = SimpleUploadedFile("counts.csv", TABLE.encode(), content_type="text/csv")
    answer = signed_in(hugo).post("/feeds/table/", {"file": file})
    assert answer.status_code == 422
    assert not Activity.objects.exists()


def test_from_typing_in_to_review_on_the_pages(icu, hugo, quinn, signed_in):
    answer = signed_in(hugo).post("/feeds/2026-03/ICU/", {"discharges": "40", "bed_days": "300"})
    assert answer.status_code == 302
    office = signed_in(quinn)
    assert "/feeds/2026-03/ICU/review/" in office.get("/feeds/?month=2026-03").content.decode()
    edition = office.get("/feeds/2026-03/ICU/review/").context["activity"].edition
    assert office.post("/feeds/2026-03/ICU/review/", {"edition": "another"}).status_code == 409
    answer = office.post("/feeds/2026-03/ICU/review/", {"edition": edition})
    assert answer.status_code == 302
    assert feeds.activity([icu.pk], SPRING)[MARCH].bed_days == 300


def test_who_looks_after_nothing_here_sees_nothing(icu, nina, oscar, signed_in):
    assert signed_in(nina).get("/feeds/").status_code == 403
    assert "ICU" not in signed_in(oscar).get("/feeds/").content.decode()
    assert signed_in(oscar).get("/feeds/2026-03/ICU/").status_code == 404


def test_a_program_enters_and_another_persons_reviews(icu, hugo, quinn, program):
    heads, offices = program(hugo, "feeds:write", "feeds:read"), program(quinn, "feeds:write", "feeds:read")
    told, json = {"discharges": 40}, "application/json"
    assert heads.put("/api/feeds/2026-03/ICU", told, content_type=json).status_code == 200
    [row] = offices.get("/api/feeds?month=2026-03").json()
    review = f"/api/feeds/2026-03/ICU/review?{urlencode({'edition': row['edition']})}"
    assert heads.post(review).status_code == 409
    assert offices.post("/api/feeds/2026-03/ICU/review?edition=another").status_code == 409
    assert offices.post(review).status_code == 200
    [row] = offices.get("/api/feeds?month=2026-03").json()
    assert (row["discharges"], row["reviewed_by"]["username"]) == (40, "quinn")
