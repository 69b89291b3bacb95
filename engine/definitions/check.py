"""Check files before they may run: each by itself, then their references to each other and to what is deployed.

Everything that is wrong is told at once, located by file, element and line. A reference to what is neither in the files nor
known is an error where files shall be deployed and a warning where they are only looked at.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from engine.definitions.source import KINDS, Source, read_source
from engine.kernel.errors import Finding, LimitExceeded, Severity

MAX_FILES: Final = 500
MAX_TOTAL_BYTES: Final = 64 * 1024 * 1024
Known = Callable[[str, str], bool]
_RULES: Final = {"bpmn": "call-unknown", "dmn": "decision-unknown", "form": "form-unknown"}
_WORDS: Final = {"bpmn": "process", "dmn": "decision", "form": "form"}


def read_sources(files: Mapping[str, bytes]) -> list[Source]:
    """Read all files. `LimitExceeded` for more than 500 files or 64 MiB."""
    if len(files) > MAX_FILES:
        raise LimitExceeded(f"At most {MAX_FILES} files at once; deploy in parts", code="too-many-files")
    if sum(len(content) for content in files.values()) > MAX_TOTAL_BYTES:
        raise LimitExceeded(
            f"At most {MAX_TOTAL_BYTES} bytes at once; deploy in parts", code="files-too-large"
        )
    return [read_source(name, content) for name, content in files.items()]


def check_files(files: Mapping[str, bytes], known: Known | None = None) -> list[Finding]:
    """Everything that is wrong with files; `known(kind, name)` says what exists besides them."""
    return check_sources(read_sources(files), known)


def check_sources(sources: Iterable[Source], known: Known | None = None) -> list[Finding]:
    """As `check_files`, for files that were read already."""
    held = list(sources)
    findings = [finding for source in held for finding in source.findings]
    findings.extend(_twice(held))
    findings.extend(_unresolved(held, known))
    return findings


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


def _unresolved(sources: list[Source], known: Known | None) -> Iterator[Finding]:
    here = {(source.kind, name) for source in sources for part in source.parts for name in part.provides}
    severity: Severity = "warning" if known is None else "error"
    for source in sources:
        for kind in KINDS:
            for name in source.needs.get(kind, ()):
                if (kind, name) in here or (known is not None and known(kind, name)):
                    continue
                yield Finding(
                    _RULES[kind],
                    severity,
                    f"the {_WORDS[kind]} {name!r} is neither in these files nor deployed",
                    file=source.file,
                    help=f"Deploy it together with this file, or correct its name ({name}).",
                )
