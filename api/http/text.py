"""Text that no database and no file could hold is refused at the door: NUL, and halves of characters (unpaired surrogates)."""

from collections.abc import Iterable

from api.http.errors import BadRequest


def refuse_unusable(texts: Iterable[str]) -> None:
    """Raises BadRequest(code="unusable-text") when one of `texts` holds such a character."""
    for text in texts:
        if "\0" in text or not _is_whole(text):
            raise BadRequest(
                "A text holds NUL or half a character (an unpaired surrogate); send whole characters in UTF-8.",
                code="unusable-text",
            )


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
