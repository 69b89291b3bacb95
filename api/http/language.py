"""Which of our two languages the reader prefers (RFC 9110 §12.5.4). Chinese unless English is asked for."""

from functools import lru_cache
from typing import Final

from flask import request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

LANGUAGES = ("zh-CN", "en")
_USUAL: Final = 200
"""Browsers send fewer characters; longer wishes are read anew each time rather than kept."""


def language() -> str:
    """ "zh-CN" or "en", from Accept-Language; "zh-CN" when neither or nothing is named."""
    wish = request.environ.get("HTTP_ACCEPT_LANGUAGE")
    if not wish:
        return LANGUAGES[0]
    return _known(wish) if len(wish) <= _USUAL else _preferred(wish)


def _preferred(wish: str) -> str:
    for wanted, quality in parse_accept_header(wish, LanguageAccept):
        primary = wanted.split("-")[0].lower()
        if quality > 0 and primary in {"zh", "en"}:
            return "zh-CN" if primary == "zh" else "en"
    return LANGUAGES[0]


_known = lru_cache(maxsize=100)(_preferred)
