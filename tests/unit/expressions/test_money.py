"""Money: exact decimals of 34 digits, half-even by default, and every rounding mode of the language (DMN 1.5, 10.3.4.6)."""

from decimal import Decimal

import pytest

from engine.expressions import compile_expression


def value(text: str, **scope: object) -> object:
    return compile_expression(text).evaluate(scope)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.1 + 0.2 = 0.3", True),
        ("0.1 + 0.2", "0.3"),
        ("1.10 * 3", "3.30"),
        ("100 / 3", "33.33333333333333333333333333333333"),
        ("2 / 3", "0.6666666666666666666666666666666667"),
        ("9999999999999999999999999999999999 + 0", "9999999999999999999999999999999999"),
        ("9007199254740993 + 0", "9007199254740993"),
        ("12345678901234567.89 * 100", "1234567890123456789.00"),
        ("1 - 0.9 = 0.1", True),
        ("sum([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]) = 1", True),
    ],
)
def test_sums_are_exact(text: str, expected: object) -> None:
    found = value(text)
    assert found is expected if isinstance(expected, bool) else found == Decimal(str(expected))


def test_thirty_four_digits_are_kept_and_the_thirty_fifth_is_rounded_half_even() -> None:
    assert value("10000000000000000000000000000000000 + 5") == Decimal("10000000000000000000000000000000000")
    assert value("10000000000000000000000000000000010 + 5") == Decimal("10000000000000000000000000000000020")
    assert value("a + 1", a=Decimal("9999999999999999999999999999999998")) == Decimal(
        "9999999999999999999999999999999999"
    )


AMOUNTS = ("2.5", "-2.5", "2.4", "2.6", "3.5", "-3.5", "1.1", "-1.1")
MODES = {
    "decimal({0}, 0)": ("2", "-2", "2", "3", "4", "-4", "1", "-1"),
    "round half up({0}, 0)": ("3", "-3", "2", "3", "4", "-4", "1", "-1"),
    "round half down({0}, 0)": ("2", "-2", "2", "3", "3", "-3", "1", "-1"),
    "round up({0}, 0)": ("3", "-3", "3", "3", "4", "-4", "2", "-2"),
    "round down({0}, 0)": ("2", "-2", "2", "2", "3", "-3", "1", "-1"),
    "floor({0})": ("2", "-3", "2", "2", "3", "-4", "1", "-2"),
    "ceiling({0})": ("3", "-2", "3", "3", "4", "-3", "2", "-1"),
}


@pytest.mark.parametrize(
    ("text", "amount", "expected"),
    [
        (text, amount, found)
        for text, row in MODES.items()
        for amount, found in zip(AMOUNTS, row, strict=True)
    ],
)
def test_every_rounding_mode(text: str, amount: str, expected: str) -> None:
    assert value(text.format(amount)) == Decimal(expected)


@pytest.mark.parametrize(
    ("amount", "cents"),
    [("0.125", "0.12"), ("0.135", "0.14"), ("0.145", "0.14"), ("-0.125", "-0.12"), ("1.005", "1.00")],
)
def test_cents_are_rounded_half_even(amount: str, cents: str) -> None:
    assert value(f"decimal({amount}, 2)") == Decimal(cents)
