"""Chinese identifiers: check one, or compute the character that makes one valid.

Each `check_*` takes text, returns its canonical form (trimmed, capital letters) and raises InvalidInput with a stable
code: the `-format` code when the shape is wrong, the `-checksum` code when only the check character is. Nothing is
looked up: a valid code may still belong to nobody. The check of 项目代码 is not public, so only its shape is checked.
"""

import re
from datetime import date
from typing import Final

from engine.forms.messages import refusal

_USCC_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC: Final = re.compile(
    r"[1-9A-HJ-NP-RTUWXY][1-9A-HJ-NP-RTUWXY]\d{6}[0-9A-HJ-NP-RTUWXY]{9}[0-9A-HJ-NP-RTUWXY]\Z", re.ASCII
)
_CITIZEN: Final = re.compile(r"[1-9]\d{16}[\dX]\Z", re.ASCII)
_CITIZEN_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROJECT: Final = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}\Z", re.ASCII)
_CASE_NUMBER: Final = re.compile(r"(\d{6})(\d{8})(\d{6})([0-9A-Z])\Z", re.ASCII)
_REGION: Final = re.compile(r"\d{6}(?:\d{3}(?:\d{3})?)?\Z", re.ASCII)
_BASIC_ITEM: Final = re.compile(r"(?:00|[1-8]\d)\d{10}\Z", re.ASCII)
_LICENCE: Final = re.compile(
    r"(1\.2\.156\.3005\.2\.([0-9A-Z]{21})\.([0-9A-Z]{18})\.([0-9A-Z]{1,32})\.(\d{3}))\.([0-9A-Z])\Z", re.ASCII
)
_ALPHANUMERIC: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PROVINCES: Final = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
    ]
)


def check_uscc(text: str) -> str:
    """统一社会信用代码, 18 characters without I O S V Z (GB 32100-2015)."""
    code = _shaped(text, _USCC, "uscc-format")
    total = sum(_USCC_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17]))
    if _USCC_ALPHABET[-total % 31] != code[17]:
        raise refusal("uscc-checksum")
    return code


def check_citizen_id(text: str) -> str:
    """公民身份号码, 18 characters with a real date of birth (GB 11643-1999); x becomes X."""
    number = _shaped(text, _CITIZEN, "citizen-id-format")
    if number[:2] not in _PROVINCES:
        raise refusal("citizen-id-format")
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise refusal("citizen-id-date")
    total = sum(int(char) * weight for char, weight in zip(number, _CITIZEN_WEIGHTS, strict=False))
    if "10X98765432"[total % 11] != number[17]:
        raise refusal("citizen-id-checksum")
    return number


def check_project_code(text: str) -> str:
    """项目代码 as `2603-220101-04-01-123456` (GB/T 40058-2021); its check algorithm is not public."""
    return _shaped(text, _PROJECT, "project-code-format")


def check_region(text: str) -> str:
    """行政区划代码 of 6, 9 or 12 digits within a province that exists (GB/T 2260)."""
    code = _shaped(text, _REGION, "region-format")
    if code[:2] not in _PROVINCES:
        raise refusal("region-format")
    return code


def case_number(region: str, received: date, serial: int) -> str:
    """办件编号: region (6) + date (8) + serial of that day (6) + check character (GB/T 17710, MOD 37,36)."""
    if not 0 < serial < 1_000_000 or len(region) != 6:
        raise refusal("case-number-format")
    body = f"{region}{received:%Y%m%d}{serial:06d}"
    return body + mod_37_36(body)


def check_case_number(text: str) -> str:
    """A 办件编号 with a real date and the right check character."""
    number = _shaped(text, _CASE_NUMBER, "case-number-format")
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise refusal("case-number-format")
    if mod_37_36(number[:-1]) != number[-1]:
        raise refusal("case-number-checksum")
    return number


def check_item_code(text: str) -> str:
    """事项编码: 基本编码 (12 digits) or 实施编码 (organ's 统一社会信用代码 + level 1–6 + 基本编码, 31 characters)."""
    code = text.strip().upper().replace("-", "").replace("|", "")
    basic = code[-12:]
    if _BASIC_ITEM.match(basic) is None or len(code) not in (12, 31):
        raise refusal("item-code-format")
    if len(code) == 31:
        check_uscc(code[:18])
        if code[18] not in "123456":
            raise refusal("item-code-format")
    return code


def licence_identifier(kind: str, issuer: str, serial: str, version: int) -> str:
    """电子证照标识 (GB/T 36904-2018) of type code (21), issuer's code (18), serial and version, with its check."""
    stem = f"1.2.156.3005.2.{kind}.{issuer}.{serial}.{version:03d}"
    full = f"{stem}.{mod_37_36(''.join(stem.split('.')[5:]))}"
    return check_licence_identifier(full)


def check_licence_identifier(text: str) -> str:
    """An 电子证照标识 whose check character is right. Some that others issued are not: warn there, do not refuse."""
    full = _shaped(text, _LICENCE, "licence-format")
    *body, check = full.split(".")[5:]
    if mod_37_36("".join(body)) != check:
        raise refusal("licence-checksum")
    return full


def mod_37_36(text: str) -> str:
    """The check character of ISO 7064 MOD 37,36 for digits and capital letters."""
    product = 36
    for char in text:
        product = (product + _ALPHANUMERIC.index(char)) % 36 or 36
        product = product * 2 % 37
    return _ALPHANUMERIC[(37 - product) % 36]


def _shaped(text: str, shape: re.Pattern[str], code: str) -> str:
    candidate = text.strip().upper()
    if len(candidate) > 200 or shape.match(candidate) is None:
        raise refusal(code)
    return candidate
