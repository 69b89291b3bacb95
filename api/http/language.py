"""Which of our two languages the reader prefers (RFC 9110 §12.5.4). Chinese unless English is asked for."""

from flask import request

LANGUAGES = ("zh-CN", "en")


def language() -> str:
    """ "zh-CN" or "en", from Accept-Language; "zh-CN" when neither or nothing is named."""
    for wanted, quality in request.accept_languages:
        primary = wanted.split("-")[0].lower()
        if quality > 0 and primary in {"zh", "en"}:
            return "zh-CN" if primary == "zh" else "en"
    return LANGUAGES[0]
