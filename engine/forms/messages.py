"""What a person reads beside a field that was not accepted, in both languages, in one table.

A code is stable and the screen may replace its text; the texts say what to enter, not only that something is wrong.
"""

from collections.abc import Mapping
from typing import Any

from engine.kernel.errors import InvalidInput

MESSAGES: Mapping[str, tuple[str, str]] = {
    "required": ("请填写此项。", "Please fill this in."),
    "unknown-field": ("没有“{key}”这一项{near}。", "There is no field “{key}”{near}."),
    "readonly": ("此项由系统填写，不能修改。", "This is filled by the system and cannot be changed."),
    "not-editable": ("此项不由您填写。", "This is not yours to fill in."),
    "wrong-type": ("格式不对，应为{expected_zh}。", "This should be {expected}."),
    "too-short": ("至少需要 {limit} 个字。", "Enter at least {limit} characters."),
    "too-long": ("最多 {limit} 个字。", "Enter at most {limit} characters."),
    "too-few": ("至少需要 {limit} 条。", "Give at least {limit}."),
    "too-many": ("最多 {limit} 条。", "Give at most {limit}."),
    "too-small": ("不能小于 {limit}。", "This must be at least {limit}."),
    "too-large": ("不能大于 {limit}。", "This must be at most {limit}."),
    "too-early": ("不能早于 {limit}。", "This must not be before {limit}."),
    "too-late": ("不能晚于 {limit}。", "This must not be after {limit}."),
    "too-precise": ("最多保留 {limit} 位小数。", "Give at most {limit} decimal places."),
    "control-character": ("含有不能使用的控制字符。", "This contains control characters; remove them."),
    "pattern": ("格式不符合要求：{pattern}。", "This does not have the form {pattern}."),
    "not-an-option": ("请从选项中选择。", "Choose one of the options."),
    "chosen-twice": ("同一选项选了两次。", "An option is chosen twice."),
    "file-type": ("只接受以下类型的文件：{accept}。", "Only files of these types are accepted: {accept}."),
    "file-too-large": ("文件不能超过 {limit} MB。", "The file may have at most {limit} MB."),
    "file-unknown": (
        "没有收到这份文件，请重新上传。",
        "No such file was handed in for this case; upload it again.",
    ),
    "file-changed": (
        "与已上传的文件不一致，请重新选择文件。",
        "Another file is stored than the one you chose; choose it again.",
    ),
    "email-format": (
        "请填写电子邮箱，如 name@example.cn。",
        "Enter an e-mail address such as name@example.cn.",
    ),
    "phone-format": (
        "请填写 11 位手机号码或带区号的座机号码。",
        "Enter a mobile number of 11 digits, or a landline number with its area code.",
    ),
    "postcode-format": ("邮政编码为 6 位数字。", "A postcode has 6 digits."),
    "date-format": ("请填写日期，如 2026-03-01。", "Enter a date such as 2026-03-01."),
    "datetime-format": (
        "请填写带时区的时间，如 2026-03-01T09:00:00+08:00。",
        "Enter a time with its offset, such as 2026-03-01T09:00:00+08:00.",
    ),
    "uscc-format": (
        "统一社会信用代码为 18 位数字和大写字母（不含 I、O、S、V、Z）。",
        "A unified social credit code has 18 digits and capitals, without I, O, S, V, Z.",
    ),
    "uscc-checksum": (
        "统一社会信用代码校验位不符，请核对。",
        "The check character of this social credit code does not fit; compare it with the licence.",
    ),
    "citizen-id-format": (
        "公民身份号码为 18 位，末位可为 X。",
        "A citizen identity number has 18 digits; the last may be X.",
    ),
    "citizen-id-date": (
        "公民身份号码中的出生日期不存在，请核对。",
        "The date of birth in this identity number does not exist; compare it with the card.",
    ),
    "citizen-id-checksum": (
        "公民身份号码校验位不符，请核对。",
        "The check character of this identity number does not fit; compare it with the card.",
    ),
    "project-code-format": (
        "项目代码形如 2603-220101-04-01-123456。",
        "A project code looks like 2603-220101-04-01-123456.",
    ),
    "region-format": ("行政区划代码为 6、9 或 12 位数字。", "A region code has 6, 9 or 12 digits."),
    "case-number-format": (
        "办件编号为 6 位区划、8 位日期、6 位流水号和 1 位校验位。",
        "A case number is a region (6), a date (8), a serial (6) and a check character.",
    ),
    "case-number-checksum": (
        "办件编号校验位不符，请核对。",
        "The check character of this case number does not fit; compare it with the receipt.",
    ),
    "item-code-format": (
        "事项编码为 12 位基本编码或 31 位实施编码。",
        "An item code has 12 (basic) or 31 (implementation) characters.",
    ),
    "licence-format": (
        "电子证照标识形如 1.2.156.3005.2.证照类型.颁发机构.流水号.版本.校验位。",
        "A licence identifier looks like 1.2.156.3005.2.type.issuer.serial.version.check.",
    ),
    "licence-checksum": (
        "电子证照标识校验位不符。",
        "The check character of this licence identifier does not fit.",
    ),
}


def refusal(code: str, **details: Any) -> InvalidInput:
    """The error for one refused value; its message is English, `message_for` gives the reader's language."""
    return InvalidInput(MESSAGES[code][1].format_map(details), code=code, **details)


def message_for(error: InvalidInput, locale: str) -> str:
    """The error's text in `locale` (`zh…` or anything else for English)."""
    texts = MESSAGES.get(error.stable_code)
    if texts is None:
        return error.message
    return texts[0 if locale.startswith("zh") else 1].format_map(error.details)
