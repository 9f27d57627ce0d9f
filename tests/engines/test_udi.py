"""Codes on devices: published examples of the three agencies, and what must be refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhian.engines.udi import FNC1, UdiError, hibcc_check_character, is_gtin, read_udi

TODAY = date(2026, 7, 31)
FDA_GS1 = "(01)51022222233336(11)141231(17)150707(10)A213B1(21)1234"  # FDA, UDI formats by issuing agency, 2017
FDA_ICCBBA = "=/A9999XYZ100T0944=,000025=A99971312345600=>014032=}013032&,1000000000000XYZ123"  # the same
HIBC = "+A99912345/$$52001510X3/16D20111212/S77DEFG457"  # HIBC supplier labelling standard


@pytest.mark.parametrize(
    "code",
    [
        FDA_GS1,
        f"01510222222333361114123117150707{'10A213B1'}{FNC1}211234",
        f"]d20151022222233336111412311715070710A213B1{FNC1}211234",
        f"{FNC1}0151022222233336211234{FNC1}111412311715070710A213B1",
    ],
)
def test_gs1_is_read_as_printed_and_as_scanned(code):
    found = read_udi(code, TODAY)
    assert (found.agency, found.device, found.lot, found.serial) == ("GS1", "51022222233336", "A213B1", "1234")
    assert (found.made_on, found.expires_on) == (date(2014, 12, 31), date(2015, 7, 7))


def test_what_else_stands_in_a_gs1_code_is_kept():
    found = read_udi("(01)09506000134352(240)REF-77(20)01", TODAY)
    assert found.others == {"240": "REF-77", "20": "01"}


def test_the_bars_of_a_shop_name_the_product():
    assert read_udi("9506000134352", TODAY).device == "09506000134352"


def test_full_width_brackets_of_a_chinese_keyboard_are_read():
    assert read_udi("（01）09506000134352（10）A1", TODAY).lot == "A1"


@pytest.mark.parametrize(
    ("digits", "meant"),
    [
        ("280200", date(2028, 2, 29)),
        ("270200", date(2027, 2, 28)),
        ("760101", date(2076, 1, 1)),
        ("770101", date(1977, 1, 1)),
    ],
)
def test_a_date_without_a_day_is_the_end_of_its_month_and_years_are_near_today(digits, meant):
    assert read_udi(f"(01)09506000134352(17){digits}", TODAY).expires_on == meant


def test_hibcc_is_read_with_lot_serial_and_dates():
    found = read_udi(HIBC, TODAY)
    assert (found.agency, found.device, found.lot, found.serial) == ("HIBCC", "A99912345", "10X3", "77DEFG45")
    assert (found.made_on, found.expires_on) == (date(2011, 12, 12), date(2020, 1, 15))


@pytest.mark.parametrize("code", ["+A123BJC5D6E71G", "+A123ABCDEFGHI1234567891E", "+A99912345/$$52001510X33"])
def test_published_check_characters_of_hibcc_are_right(code):
    assert hibcc_check_character(code[:-1]) == code[-1]
    assert read_udi(f"*{code}*", TODAY).agency == "HIBCC"


@pytest.mark.parametrize(
    ("part", "expires_on", "lot"),
    [
        ("$$0528LOT", date(2028, 5, 31), "LOT"),
        ("$$2053128LOT", date(2028, 5, 31), "LOT"),
        ("$$3280531LOT", date(2028, 5, 31), "LOT"),
        ("$$428053122LOT", date(2028, 5, 31), "LOT"),
        ("$$528152LOT", date(2028, 5, 31), "LOT"),
        ("$$6281521 0LOT".replace(" ", ""), date(2028, 5, 31), "LOT"),
        ("$$7LOT", None, "LOT"),
        ("$$8240528LOT", date(2028, 5, 31), "LOT"),
        ("$$9001000528LOT", date(2028, 5, 31), "LOT"),
        ("$LOT", None, "LOT"),
        ("28152LOT", date(2028, 5, 31), "LOT"),
    ],
)
def test_every_way_in_which_hibcc_writes_a_date(part, expires_on, lot):
    code = f"+A99912345/{part}"
    found = read_udi(code + hibcc_check_character(code), TODAY)
    assert (found.expires_on, found.lot) == (expires_on, lot)


def test_iccbba_is_read():
    found = read_udi(FDA_ICCBBA, TODAY)
    assert (found.agency, found.device, found.lot, found.serial) == ("ICCBBA", "A9999XYZ100T0944", "XYZ123", "000025")
    assert (found.made_on, found.expires_on) == (date(2013, 2, 1), date(2014, 2, 1))
    assert found.others == {"donation": "A99971312345600"}


def test_a_blood_bag_is_read():
    found = read_udi("=)1TE123456A&)RZ12345678", TODAY)
    assert (found.device, found.lot) == ("1TE123456A", "RZ12345678")


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("(01)51022222233337", "check digit"),
        ("(10)A1(17)280101", "missing"),
        ("(01)09506000134352(17)281301", "is no date"),
        ("(01)09506000134352(17)28011", "cannot stand"),
        ("(01)09506000134352(77)1", "no identifier"),
        ("+A99912345/$$52001510X3/16D20111212/S77DEFG45Z", "check character"),
        ("+a", "check character"),
        ("+跌倒跌倒跌倒跌倒", "characters"),
        ("=/A9999XYZ", "no part"),
        ("=>014032", "missing"),
        ("跌倒", "no code"),
        ("", "no code"),
        ("0" * 301, "no code"),
    ],
)
def test_what_breaks_the_rules_is_refused_with_a_reason(code, why):
    with pytest.raises(UdiError, match=why):
        read_udi(code, TODAY)


@given(st.integers(0, 10**13 - 1), st.integers(0, 12), st.integers(1, 9))
def test_no_single_mistyped_digit_gets_past_the_check_digit(number, place, more):
    digits = f"{number:013}"
    gtin = next(digits + str(check) for check in range(10) if is_gtin(digits + str(check)))
    wrong = gtin[:place] + str((int(gtin[place]) + more) % 10) + gtin[place + 1 :]
    assert not is_gtin(wrong)


@given(st.text("0123456789()]+=/$&,>ABCd\x1d ", max_size=40))
def test_whatever_is_scanned_is_read_or_refused(code):
    try:
        assert read_udi(code, TODAY).device
    except UdiError as refusal:
        assert str(refusal)
