"""Help for slips of Chinese keyboards: full-width punctuation looks like FEEL's, but the standard counts it as letters."""

_HALF_WIDTH = {
    "，": ",",
    "、": ",",
    "。": ".",
    "．": ".",
    "：": ":",
    "（": "(",
    "）": ")",
    "［": "[",
    "］": "]",
    "【": "[",
    "】": "]",
    "｛": "{",
    "｝": "}",
    "＋": "+",
    "－": "-",
    "—": "-",
    "＊": "*",
    "×": "*",
    "／": "/",
    "÷": "/",
    "＝": "=",
    "＞": ">",
    "＜": "<",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "！": "!",
    "？": "?",
    "“": '"',
    "”": '"',
    "＂": '"',
    "＠": "@",
}


def half_width(text: str) -> str:
    """A sentence that names the first full-width character and what FEEL writes instead; empty if there is none."""
    for character in text:
        if character in _HALF_WIDTH:
            return f" Write {_HALF_WIDTH[character]} instead of the full-width {character}."
    return ""
