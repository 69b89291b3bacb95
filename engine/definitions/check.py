"""Check files before they may run: each by itself with the lint of its kind, then their references to each other and to
what is known. Everything that is wrong is told at once, located by file, element and line.

Where files shall be deployed, a reference to what is neither among them nor deployed is an error; where they are only
looked at (`known` is None) it is a warning, because the rest may lie elsewhere.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from engine.bpmn.lint import Known
from engine.bpmn.lint import lint as lint_bpmn
from engine.connectors import PARAMETERS
from engine.decisions.lint import lint_dmn_files
from engine.definitions.imports import with_imports
from engine.definitions.prove import prove_sources
from engine.definitions.source import KINDS, MAX_BYTES, Source, kind_of, read_source
from engine.kernel.errors import Finding, LimitExceeded

MAX_FILES: Final = 500
MAX_TOTAL_BYTES: Final = 64 * 1024 * 1024
MAX_READINGS: Final = 2_000
"""Readings of DMN files, each file once for every model that imports it."""
CONNECTORS: Final = {
    name: {parameter.name: parameter.required for parameter in parameters}
    for name, parameters in PARAMETERS.items()
}
"""Connectors come with the release, so they are known even where nothing else is."""
_RULES: Final = {"bpmn": "call-unknown", "dmn": "decision-unknown", "form": "form-unknown"}
_WORDS: Final = {"bpmn": "process", "dmn": "decision", "form": "form"}


def read_sources(files: Mapping[str, bytes]) -> list[Source]:
    """Read all files. `LimitExceeded` for more than 500 files or 64 MiB, or too many imports."""
    if len(files) > MAX_FILES:
        raise LimitExceeded(f"At most {MAX_FILES} files at once; deploy in parts", code="too-many-files")
    if sum(len(content) for content in files.values()) > MAX_TOTAL_BYTES:
        raise LimitExceeded(
            f"At most {MAX_TOTAL_BYTES} bytes at once; deploy in parts", code="files-too-large"
        )
    models = {n: data for n, data in files.items() if kind_of(n) == "dmn" and len(data) <= MAX_BYTES}
    groups = with_imports(models)
    _bounded(groups)
    imported = {name: {n: data for n, data in group.items() if n != name} for name, group in groups.items()}
    return [read_source(name, content, imported.get(name)) for name, content in files.items()]


def _bounded(groups: Mapping[str, Mapping[str, bytes]]) -> None:
    """Each model is read with all it imports; many that import many would be read without end."""
    read = [len(content) for group in groups.values() for content in group.values()]
    if len(read) > MAX_READINGS or sum(read) > MAX_TOTAL_BYTES:
        raise LimitExceeded(
            "These models import too much of each other; deploy in parts", code="too-many-imports"
        )


def check_files(
    files: Mapping[str, bytes], known: Known | None = None, *, prove: bool = True
) -> list[Finding]:
    """Everything that is wrong with files; `known` says what exists besides them.

    With `prove` every process is explored as well, for what no single element shows.
    """
    return check_sources(read_sources(files), known, prove=prove)


def prove_ahead(files: Mapping[str, bytes]) -> None:
    """Prove files before they are deployed: the deployment, which holds the database, then finds the proofs made.

    Raises `LimitExceeded` as reading does.
    """
    prove_sources(read_sources(files))


def check_sources(
    sources: Iterable[Source], known: Known | None = None, *, prove: bool = True
) -> list[Finding]:
    """As `check_files`, for files that were read already."""
    held = list(sources)
    beside = replace(Known() if known is None else _with_files(known, held), connectors=CONNECTORS)
    findings = [finding for source in held for finding in _of_one(source, beside)]
    findings.extend(_twice(held))
    if known is None:
        findings.extend(_unresolved(held))
    if prove:
        findings.extend(prove_sources(held, findings))
    # reading and lint may find the same thing; it is told once
    return list(dict.fromkeys(findings))


def _of_one(source: Source, beside: Known) -> Iterator[Finding]:
    told = [] if source.oversized or not source.known_kind else _linted(source, beside)
    # what reading lets pass with a warning may be an error to lint; it is told once, as lint sees it
    places = {(finding.rule, finding.element, finding.line, finding.message) for finding in told}
    yield from (f for f in source.findings if (f.rule, f.element, f.line, f.message) not in places)
    yield from told


def _linted(source: Source, beside: Known) -> list[Finding]:
    if source.kind == "bpmn":
        return lint_bpmn(source.content, known=beside, file=source.file)
    if source.kind == "form":
        return []
    found = lint_dmn_files({source.file: source.content, **source.imported})
    # an imported file is linted by itself
    return [finding for finding in found if finding.file in (None, "", source.file)]


def _with_files(known: Known, sources: list[Source]) -> Known:
    def names(kind: str) -> frozenset[str]:
        return frozenset(n for s in sources if s.kind == kind for part in s.parts for n in part.provides)

    return replace(
        known,
        processes=(known.processes or frozenset()) | names("bpmn"),
        decisions=(known.decisions or frozenset()) | names("dmn"),
        forms=(known.forms or frozenset()) | names("form"),
    )


def _twice(sources: list[Source]) -> Iterator[Finding]:
    counted = Counter((source.kind, part.key) for source in sources for part in source.parts)
    for source in sources:
        for part in source.parts:
            if counted[source.kind, part.key] > 1:
                yield Finding(
                    "key-twice",
                    "error",
                    f"the {_WORDS[source.kind]} {part.key!r} is in several of these files",
                    part.key,
                    file=source.file,
                    help="Give each its own key.",
                )


def _unresolved(sources: list[Source]) -> Iterator[Finding]:
    here = {(source.kind, name) for source in sources for part in source.parts for name in part.provides}
    for source in sources:
        for kind in KINDS:
            for name in source.needs.get(kind, ()):
                if (kind, name) in here:
                    continue
                yield Finding(
                    _RULES[kind],
                    "warning",
                    f"the {_WORDS[kind]} {name!r} is not among these files",
                    file=source.file,
                    help=f"Check it together with its file, or correct its name ({name}).",
                )
