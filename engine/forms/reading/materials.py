"""Reads one material of a form file."""

import re
from typing import Final, get_args

from engine.forms.model import Material, MaterialKind, Necessity
from engine.forms.reading.fields import read_key
from engine.forms.reading.located import Place
from engine.forms.spelling import did_you_mean

KEYS: Final = (
    "key", "title", "kind", "necessity", "source", "shared_by", "x-items", "accept", "max_mb", "copies", "basis",
)  # fmt: skip
SOURCES: Final = ("upload", "e-licence", "data-query", "generated", "promise")
KINDS: Final[tuple[MaterialKind, ...]] = get_args(MaterialKind)
NECESSITIES: Final[tuple[Necessity, ...]] = get_args(Necessity)

_MEDIA_TYPE = re.compile(r"[a-z]+/(?:\*|[a-z0-9.+-]+)\Z")


def read_material(place: Place) -> Material | None:
    """The material at `place`; `x-items` and `shared_by` are one set of items, given under either name or both."""
    place.only(KEYS)
    key, title = read_key(place), place.label("title", required=True)
    kind = place.choice("kind", KINDS, "electronic")
    necessity = place.choice("necessity", NECESSITIES, "required")
    accept = place.texts("accept")
    for media in accept:
        if _MEDIA_TYPE.match(media) is None:
            place.note(
                "form-bad-value", f"“{media}” is no media type.", key="accept", help="Write application/pdf."
            )
    shared = tuple(dict.fromkeys((*place.texts("shared_by"), *place.texts("x-items"))))
    if key is None or title is None:
        return None
    return Material(
        key=key,
        title=title,
        kind=next(each for each in KINDS if each == kind),
        necessity=next(each for each in NECESSITIES if each == necessity),
        source=_source(place),
        shared_by=shared,
        accept=accept,
        max_mb=place.whole("max_mb", 1, 10_240),
        copies=place.whole("copies", 0, 100) or (0 if place.values.get("copies") == 0 else 1),
        basis=place.text("basis") or "",
    )


def _source(place: Place) -> str:
    """A source, or `generated:<item>` naming the item whose result this is."""
    text = place.text("source")
    if text is None:
        return "upload"
    name, colon, item = text.partition(":")
    if name not in SOURCES or (colon and (name != "generated" or not item)):
        place.note(
            "form-bad-value", f"“{text[:60]}” is no source.", key="source", help=did_you_mean(name, SOURCES)
        )
        return "upload"
    return text
