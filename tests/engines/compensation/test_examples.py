"""Cases to start from are cases, and their commented templates say the same."""

import pytest

from zhian.engines.compensation.case import read_case
from zhian.engines.compensation.documents import load
from zhian.engines.compensation.examples import NAMES, TEMPLATES, example, template, titles
from zhian.engines.compensation.fields import CaseError


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_template_is_its_example_with_comments(name, language):
    assert load(template(name, language)) == example(name)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_a_case_with_a_title(name):
    assert read_case(example(name)).document["title"] == titles()[name]


def test_a_template_says_what_each_field_is_called_and_what_is_allowed():
    written = template("grade4")
    assert "act: 2003-05-01  # 损害发生日" in written
    assert "forum: negotiation  # 处理途径；negotiation 协商 | mediation 人民调解" in written
    assert "# devices: 残疾辅助器具；列表，最多20项" in written
    assert "day of the act" in template("grade4", "en")


def test_the_day_on_which_a_receipt_was_written_is_no_yes():
    assert load("receipts: [{on: 2003-06-01}]")["receipts"][0]["on"].isoformat() == "2003-06-01"
    assert load("established: true\nsure: yes") == {"established": True, "sure": "yes"}


@pytest.mark.parametrize(
    "text", ["a: [", "a: b: c", "!!python/object:os.system {}", "&a [*a", "x" * 1_000_001, "d: 2003-13-01"]
)
def test_what_is_no_yaml_is_refused_with_its_place(text):
    with pytest.raises(CaseError) as refused:
        load(text)
    assert refused.value.faults[0].allowed.zh
