"""Identifiers: published and synthetic examples, and the laws of their check characters."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms.identifiers import (
    case_number,
    check_case_number,
    check_citizen_id,
    check_item_code,
    check_licence_identifier,
    check_project_code,
    check_region,
    check_uscc,
    licence_identifier,
    mod_37_36,
)
from engine.kernel.errors import InvalidInput

SAMPLE_LICENCE = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U"


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",
        "91220101MA0TE5T080",
        "1122010001300000X5",
        "12370500495000001M",
        "51220100MJ00000180",
        "92370522MA3ABCDE1X",
        " 91350100m000100y43 ",
    ],
)
def test_valid_social_credit_codes(code: str) -> None:
    assert check_uscc(code) == code.strip().upper()


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("91350100M000100Y4A", "uscc-checksum"),
        ("91350100M000100Y34", "uscc-checksum"),
        ("91350100I000100Y43", "uscc-format"),
        ("91350100O000100Y43", "uscc-format"),
        ("91350100S000100Y43", "uscc-format"),
        ("91350100V000100Y43", "uscc-format"),
        ("91350100Z000100Y43", "uscc-format"),
        ("91350100M000100Y4", "uscc-format"),
        ("91350100M000100Y433", "uscc-format"),
        ("9135X100M000100Y43", "uscc-format"),
        ("９1350100M000100Y43", "uscc-format"),
        ("", "uscc-format"),
        ("9" * 100_000, "uscc-format"),
    ],
    ids=lambda value: value[:20],
)
def test_invalid_social_credit_codes(code: str, reason: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_uscc(code)
    assert caught.value.stable_code == reason


@given(st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_changed_character_of_a_social_credit_code_is_noticed(place: int, char: str) -> None:
    code = "91220101MA0TE5T080"
    changed = code[:place] + char + code[place + 1 :]
    if changed == code:
        return
    with pytest.raises(InvalidInput):
        check_uscc(changed)


@pytest.mark.parametrize(
    "number", ["11010519491231002X", "11010519491231002x", "220104199003070016", "370522198812120047"]
)
def test_valid_identity_numbers(number: str) -> None:
    assert check_citizen_id(number) == number.upper()


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        pytest.param("370502198502290010", "citizen-id-date", id="29-february-of-no-leap-year"),
        pytest.param("110105194912310021", "citizen-id-checksum", id="wrong-check"),
        pytest.param("11010519491231002", "citizen-id-format", id="short"),
        pytest.param("990105194912310021", "citizen-id-format", id="no-such-province"),
        pytest.param("1101051949123100X2", "citizen-id-format", id="x-inside"),
        pytest.param("110105491231002", "citizen-id-format", id="fifteen-digits"),
        pytest.param("220104199013070016", "citizen-id-date", id="month-13"),
    ],
)
def test_invalid_identity_numbers(number: str, reason: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_citizen_id(number)
    assert caught.value.stable_code == reason


@pytest.mark.parametrize("code", ["2603-220101-04-01-123456", "2019-220101-04-01-123456"])
def test_project_codes(code: str) -> None:
    assert check_project_code(f" {code} ") == code


@pytest.mark.parametrize(
    "code", ["2603-220101-04-01-12345", "2603220101040112345678", "2603-22010A-04-01-123456", ""]
)
def test_no_project_codes(code: str) -> None:
    with pytest.raises(InvalidInput, match="2603-220101"):
        check_project_code(code)


@pytest.mark.parametrize("code", ["220104", "370522103", "220104001002"])
def test_regions(code: str) -> None:
    assert check_region(code) == code


@pytest.mark.parametrize("code", ["22010", "990104", "2201040", "22010x"])
def test_no_regions(code: str) -> None:
    with pytest.raises(InvalidInput):
        check_region(code)


def test_a_case_number_is_region_date_serial_and_check() -> None:
    assert case_number("220101", date(2026, 3, 2), 1) == "22010120260302000001M"
    assert check_case_number("22010120260302000001m") == "22010120260302000001M"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("22010120260302000001N", "case-number-checksum"),
        ("22010120260302000010M", "case-number-checksum"),
        ("22010120261302000001M", "case-number-format"),
        ("22010120260302000001", "case-number-format"),
    ],
)
def test_wrong_case_numbers(number: str, reason: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_case_number(number)
    assert caught.value.stable_code == reason


@pytest.mark.parametrize(("region", "serial"), [("220101", 0), ("220101", 1_000_000), ("2201", 1)])
def test_a_case_number_that_cannot_be_made(region: str, serial: int) -> None:
    with pytest.raises(InvalidInput):
        case_number(region, date(2026, 3, 2), serial)


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=40), st.data())
def test_swapped_neighbours_and_single_errors_change_the_check_character(
    body: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(body) - 1))
    other = data.draw(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    changed = body[:place] + other + body[place + 1 :]
    assert (mod_37_36(changed) == mod_37_36(body)) == (changed == body)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("370117002011", id="basic"),
        pytest.param("11370800MB285591843370117002011", id="implementation"),
        pytest.param("11370800MB28559184|3|37-01-17-002-011", id="as-published"),
    ],
)
def test_item_codes(code: str) -> None:
    assert check_item_code(code) == code.replace("-", "").replace("|", "")


@pytest.mark.parametrize(
    "code",
    ["37011700201", "11370800MB285591849370117002011", "11370800MB285591853370117002011", "990117002011"],
)
def test_no_item_codes(code: str) -> None:
    with pytest.raises(InvalidInput):
        check_item_code(code)


def test_a_published_licence_identifier_is_right() -> None:
    assert check_licence_identifier(SAMPLE_LICENCE) == SAMPLE_LICENCE


@pytest.mark.parametrize(("version", "check"), [(1, "V"), (2, "T")])
def test_licence_identifiers_are_made_with_their_check(version: int, check: str) -> None:
    made = licence_identifier("11100000000013338W001", "1122010001300000X5", "2026000001", version)
    assert made == f"1.2.156.3005.2.11100000000013338W001.1122010001300000X5.2026000001.00{version}.{check}"


def test_a_wrong_licence_identifier_is_refused() -> None:
    with pytest.raises(InvalidInput) as caught:
        check_licence_identifier(SAMPLE_LICENCE[:-1] + "V")
    assert caught.value.stable_code == "licence-checksum"
    with pytest.raises(InvalidInput):
        check_licence_identifier("1.2.3")
