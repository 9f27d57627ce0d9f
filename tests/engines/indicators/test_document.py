"""A definition is read strictly: everything that is wrong with its document is said at once, each at its field."""

import pytest

from zhian.engines.indicators.document import DefinitionError, faults_of, read

DEATH = """
code: DEATH
edition: "2011"
names: {zh: 住院患者总死亡率, en: Mortality}
type: ratio
numerator: leaving = 'died'
exclusions: [{when: age < 1, says: {zh: 不满一岁, en: Infants}}]
switches:
  hidden: {zh: 非医嘱离院计为死亡, en: Against advice counts, numerator: "leaving in ('died', 'against_advice')"}
targets: [{value: 0.5, basis: national, from: 2021-01-01}]
rebases: [{from: 2025-07, reason: A new ward}]
"""


def test_a_definition_is_what_its_document_says():
    death = read(DEATH)
    assert death.key == "DEATH@2011"
    assert death.exclusions[0].says["en"] == "Infants"
    assert death.targets[0].since.year == 2021
    assert death.rebases[0].since == "2025-07"


def test_a_switch_changes_what_it_names_and_nothing_else():
    death = read(DEATH)
    assert death.switched({}) is death
    assert death.switched({"hidden": True}).numerator == "leaving in ('died', 'against_advice')"
    assert death.switched({"hidden": True}).exclusions == death.exclusions


WRONG = [
    ("numerator: leaving", "numerator: leavin", [("numerator", "unknown_column")]),
    ("age < 1", "age < 'x'", [("exclusions.0.when", "unlike")]),
    ("('died', 'against_advice')", "('died', 'nobody')", [("switches.hidden.numerator", "unknown_word")]),
    ("type: ratio", "type: ratoi", [("type", "not_among")]),
    ("type: ratio", "type: mean", [("observation", "missing")]),
    ("type: ratio", "type: ratio\nobservation: age", [("observation", "not_needed")]),
    ("type: ratio", "type: composite\nparts: [DEATH@2009]", [("parts", "part_of_itself")]),
    ("type: ratio", "type: ratio\nof: stays", [("of", "unknown_table")]),
    ("type: ratio", "type: ratio\nanchor: age", [("anchor", "not_a_column")]),
    ("type: ratio", "", [("type", "missing")]),
    ("type: ratio", "typ: ratio", [("typ", "unknown_key"), ("type", "missing")]),
    ("value: 0.5", "value: half", [("targets.0.value", "wrong_value")]),
    ("from: 2021-01-01", "from: 2021-13-01", [("targets.0.from", "wrong_value")]),
    ("from: 2025-07", "from: July", [("rebases.0.from", "wrong_value")]),
    ("en: Against", "now: 1, en: Against", [("switches.hidden.now", "unknown_key")]),
    ("names: {zh: 住院患者总死亡率, en: Mortality}", "names: Mortality", [("names", "not_a_mapping")]),
    ("type: ratio", "type: [ratio", [("", "not_yaml")]),
    ("type: ratio", "type: ratio\nnote: " + "[" * 3000, [("", "too_deep")]),
    ("code: DEATH", "code: ../DEATH", [("code", "not_a_code")]),
    ("code: DEATH", f"code: {'D' * 41}", [("code", "not_a_code")]),
    ('edition: "2011"', 'edition: "20/11"', [("edition", "not_a_code")]),
    ("en: Mortality", f"en: {'M' * 101}", [("names.en", "name_too_long")]),
    ("type: ratio", "type: ratio\nunit: {decimals: 99999999}", [("unit.decimals", "out_of_bounds")]),
    ("type: ratio", "type: ratio\nunit: {factor: .inf}", [("unit.factor", "out_of_bounds")]),
    ("type: ratio", "type: ratio\nunit: {factor: 0}", [("unit.factor", "out_of_bounds")]),
    ("type: ratio", "type: ratio\nminimum_denominator: -5", [("minimum_denominator", "out_of_bounds")]),
    ("type: ratio", "type: ratio\nchart: {baseline: -3}", [("chart.baseline", "out_of_bounds")]),
    ("type: ratio", "type: &t ratio\nnote: {zh: *t}", [("", "not_yaml")]),
]


@pytest.mark.parametrize(("right", "wrong", "expected"), WRONG)
def test_what_is_wrong_is_said_at_its_field(right, wrong, expected):
    faults = faults_of(DEATH.replace(right, wrong))
    assert [(fault.field, fault.key) for fault in faults] == expected
    assert all(fault.said_in("zh") and fault.said_in("en") for fault in faults)


def test_all_faults_are_said_at_once():
    with pytest.raises(DefinitionError) as refused:
        read(DEATH.replace("leaving =", "leavin =").replace("age < 1", "ag < 1"))
    assert [fault.field for fault in refused.value.faults] == ["numerator", "exclusions.0.when"]


def test_a_document_that_grows_while_it_is_read_is_refused():
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]"
    assert [fault.key for fault in faults_of(bomb)] == ["not_yaml"]
    assert [fault.key for fault in faults_of("a: 1\n" * 20_000)] == ["too_long"]
