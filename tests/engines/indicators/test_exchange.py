"""Definitions and values leave for other programs and come back as they were."""

from dataclasses import replace
from datetime import date

import pytest

from zhian.engines.indicators.catalogue import shipped
from zhian.engines.indicators.document import read, written
from zhian.engines.indicators.exchange import Unreadable, dhis2, measure, report
from zhian.engines.indicators.months import Months
from zhian.engines.indicators.running import DuckDB
from zhian.engines.indicators.running.worked import held
from zhian.engines.indicators.values import Value

from .cases import FALLS, MORTALITY, stays
from .definitions import define

MADE = date(2026, 2, 3)
JANUARY = date(2026, 1, 1)
VERSIONS = ["R4", "R5"]


def test_every_definition_of_the_catalogue_is_written_as_it_was_read():
    for definition in shipped():
        assert read(written(definition)) == definition


@pytest.mark.parametrize("version", VERSIONS)
def test_every_definition_goes_out_as_a_measure_and_comes_back(version):
    for definition in shipped()[::4]:
        assert measure.load(measure.write(definition, version), version) == definition


@pytest.mark.parametrize("version", VERSIONS)
def test_the_populations_stand_where_fhir_has_them(version):
    told = measure.write(replace(FALLS, direction="lower"), version)
    population = {each["code"]["coding"][0]["code"]: each["criteria"] for each in told["group"][0]["population"]}
    assert population["numerator"] == {"language": "text/x-zhian-indicator", "expression": "category = 'fall'"}
    assert told["scoring"]["coding"][0]["code"] == "ratio"
    assert told["improvementNotation"]["coding"][0]["code"] == "decrease"


def test_a_measure_in_cql_becomes_one_that_is_typed_in():
    foreign = {
        "resourceType": "Measure",
        "status": "active",
        "url": "http://example.org/Measure/CMS1017",
        "name": "HHFI",
        "title": "Falls with Injury",
        "version": "0.1.0",
        "scoring": {"coding": [{"code": "ratio"}]},
        "improvementNotation": {"coding": [{"code": "decrease"}]},
        "group": [
            {
                "population": [
                    {
                        "linkId": "n",
                        "code": {"coding": [{"code": "numerator"}]},
                        "criteria": {"language": "text/cql-identifier", "expression": "Numerator"},
                        "description": "Falls with injury",
                    }
                ]
            }
        ],
    }
    found = measure.load(foreign)
    assert (found.code, found.edition, found.type, found.data) == ("HHFI", "0.1.0", "rate", "manual")
    assert found.says["numerator"]["en"] == "Falls with injury"
    assert found.direction == "lower"


@pytest.mark.parametrize(
    ("resource", "element"),
    [
        ({"resourceType": "Patient"}, "resourceType"),
        ({"resourceType": "Measure", "status": "active", "group": 3}, "group"),
    ],
)
def test_what_is_no_measure_is_refused_with_the_element(resource, element):
    with pytest.raises(Unreadable) as refused:
        measure.load(resource)
    assert refused.value.faults[0][0].startswith(element)


def test_a_measure_with_a_definition_that_is_wrong_names_the_field():
    told = measure.write(MORTALITY)
    told["extension"][0]["valueString"] = written(MORTALITY).replace("leaving", "leavin")
    with pytest.raises(Unreadable, match="no column called leavin"):
        measure.load(told)


@pytest.fixture(scope="module")
def measured():
    rows = {"stay": [{**each, "sex": "male", "department": "外科"} for each in stays("died", "advised")]}
    rows["stay"] += [{"department": "内科"}]
    with held(rows) as facts, DuckDB(facts) as engine:
        period = Months.of("2026-01")
        found = engine.measure([MORTALITY], period) + engine.measure([MORTALITY], period, ("department", "sex"))
        return found, engine.rows(MORTALITY, period=period)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_summary_tells_all_that_was_measured(measured, version):
    values, _ = measured
    [told] = report.write(values, [MORTALITY], MADE, version)
    assert told["period"] == {"start": "2026-01-01", "end": "2026-01-31"}
    assert report.load(told, version) == values


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_not_available_has_no_score(version):
    value = Value("DEATH", "1", "H", None, JANUARY, (), None, None, None, False, "no_facts")
    [told] = report.write([value], [MORTALITY], MADE, version)
    assert "value" not in told["group"][0]["measureScoreQuantity" if version == "R5" else "measureScore"]
    assert report.load(told, version) == [value]


def test_what_was_added_up_to_a_fraction_is_not_rounded():
    value = Value("DEATH", "1", "H", None, JANUARY, (), 1, 0.75, 4 / 3, True)
    [told] = report.write([value], [MORTALITY], MADE)
    assert report.load(told) == [value]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_list_of_subjects_names_the_stays_of_the_numerator(measured, version):
    values, rows = measured
    told = report.subjects(MORTALITY, values[0], rows, MADE, version)
    [listed] = told["contained"]
    assert [each["item"]["identifier"]["value"] for each in listed["entry"]] == [rows[0]["stay"]]
    assert told["type"] == "subject-list"


def test_a_report_of_a_year_is_not_taken_for_a_month(measured):
    [told] = report.write(measured[0], [MORTALITY], MADE)
    told["period"]["end"] = "2026-12-31"
    with pytest.raises(Unreadable, match="one month"):
        report.load(told)
    told["type"] = "individual"
    with pytest.raises(Unreadable, match="only summaries"):
        report.load(told)


def test_dhis2_gets_quotients_with_their_factor():
    told = dhis2.metadata([FALLS, define("MEDIAN", "median", observation="days")])
    assert [each["factor"] for each in told["indicatorTypes"]] == [1000]
    [falls] = told["indicators"]
    elements = {each["code"]: each["id"] for each in told["dataElements"]}
    assert falls["numerator"] == f"#{{{elements['FALLS@1.numerator']}}}"
    assert falls["indicatorType"]["id"] == told["indicatorTypes"][0]["id"]


def test_dhis2_gets_counts_and_nothing_that_is_not_known():
    known = Value("FALLS", "1", "H", "外科", JANUARY, (), 2, 50.5, 39.6, True)
    unknown = Value("FALLS", "1", "H", None, JANUARY, (), None, None, None, False, "no_facts")
    told = dhis2.values([known, unknown])["dataValues"]
    assert [(each["period"], each["orgUnit"], each["value"]) for each in told] == [
        ("202601", "H/外科", "2"),
        ("202601", "H/外科", "50.5"),
    ]


def test_identifiers_are_the_same_each_time_and_as_dhis2_wants_them():
    found = {dhis2.identifier("FALLS", str(place)) for place in range(1000)}
    assert len(found) == 1000
    assert all(len(each) == 11 and each[0].isalpha() and each.isalnum() for each in found)
    assert dhis2.identifier("FALLS@1") == dhis2.identifier("FALLS@1")
