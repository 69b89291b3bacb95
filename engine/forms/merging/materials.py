"""Two definitions of a material become the one that satisfies both, or a located conflict."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from engine.forms.model import Material
from engine.kernel.errors import Finding, Findings

_KINDS: Final = ("original", "copy", "electronic")
_NECESSITIES: Final = ("required", "later", "optional")
_SOURCES: Final = ("generated", "e-licence", "data-query", "upload", "promise")
"""Best first: what the offices have or make themselves is not asked of the applicant, and whoever accepts a promise
also accepts the paper, but not the other way round."""


def merge_materials(
    into: dict[str, Material], materials: Sequence[Material], item: str, findings: Findings
) -> None:
    """Add the materials of `item` to those in `into` by key: once, for all who use them."""
    for material in materials:
        owned = replace(material, shared_by=material.shared_by or (item,))
        known = into.get(material.key)
        into[material.key] = owned if known is None else _merged(known, owned, findings)


def _merged(one: Material, two: Material, findings: Findings) -> Material:
    accept = tuple(each for each in one.accept if each in two.accept) if one.accept and two.accept else ()
    if one.accept and two.accept and not accept:
        findings.add(
            Finding(
                "form-merge-conflict",
                "error",
                f"“{one.key}” has no file type that all accept ({'/'.join((*one.shared_by, *two.shared_by))}).",
                element=f"materials.{one.key}.accept",
                help="Let the items accept one type in common.",
            )
        )
    limits = [each for each in (one.max_mb, two.max_mb) if each is not None]
    return replace(
        one,
        kind=_first(_KINDS, one.kind, two.kind),
        necessity=_first(_NECESSITIES, one.necessity, two.necessity),
        source=_best_source(one.source, two.source),
        shared_by=tuple(dict.fromkeys(one.shared_by + two.shared_by)),
        accept=accept or one.accept or two.accept,
        max_mb=min(limits, default=None),
        copies=max(one.copies, two.copies),
        basis="；".join(dict.fromkeys(part for part in f"{one.basis}；{two.basis}".split("；") if part)),
    )


def _first(ranking: Sequence[str], one: Any, two: Any) -> Any:
    return min(one, two, key=ranking.index)


def _best_source(one: str, two: str) -> str:
    return min(one, two, key=lambda source: _SOURCES.index(source.partition(":")[0]))
