"""One file that shall run, read: its kind, the definitions in it, what they refer to, and everything that is wrong with it.

Reading is the business of the floors below (bpmn, decisions, forms); here their answers get one shape.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from engine.bpmn import Program, read_program
from engine.decisions import Model, read_model
from engine.forms import Form, read_form
from engine.kernel.errors import Finding, InvalidInput, JingbanError, Refused
from engine.store.canonical import sha256_hex

Kind = Literal["bpmn", "dmn", "form"]
KINDS: Final[tuple[Kind, ...]] = ("bpmn", "dmn", "form")
MAX_BYTES: Final = 8 * 1024 * 1024
MAX_KEY: Final = 120
MAX_NAME: Final = 200
MAX_FILE_NAME: Final = 500
Names = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Part:
    """One definition in a file: its key, its name, and all it may be referred to by."""

    key: str
    name: str
    provides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read. `needs` holds keys by kind; with an error among `findings` there are no `parts`.

    `program` is a BPMN file compiled by itself.
    """

    file: str
    kind: Kind
    content: bytes
    hash: str
    parts: tuple[Part, ...] = ()
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    known_kind: bool = True
    imported: Mapping[str, bytes] = field(default_factory=dict)
    program: Program | None = field(default=None, compare=False)

    @property
    def oversized(self) -> bool:
        """Whether the file is too large to be looked at."""
        return len(self.content) > MAX_BYTES


def read_source(file: str, content: bytes, imported: Mapping[str, bytes] | None = None) -> Source:
    """Read one file; whatever is wrong with it is among the findings, each with the file's name. Never raises for content.

    `imported` are the DMN files beside it that it imports, by name.
    """
    kind = kind_of(file)
    if kind is None:
        finding = Finding(
            "file-unknown",
            "error",
            f"{file} is neither .bpmn, .dmn nor .json",
            file=file,
            help="Rename the file.",
        )
        return Source(file, "bpmn", content, sha256_hex(content), findings=(finding,), known_kind=False)
    found = Source(file, kind, content, sha256_hex(content), imported=imported or {})
    try:
        if found.oversized:
            raise InvalidInput(f"A file may have {MAX_BYTES} bytes; split it", code="file-too-large")
        return _fitting(_READ[kind](found))
    except Refused as refused:
        return _with(found, _located(refused.findings, file))
    except JingbanError as error:
        place = error.details.get("element")
        finding = Finding(error.stable_code, "error", error.message, place, error.details.get("line"), file)
        return _with(found, [finding])


def _fitting(source: Source) -> Source:
    """The source, or findings when a key or the file's name is longer than the archive can keep; long names are cut."""
    long = [part.key for part in source.parts if len(part.key) > MAX_KEY]
    if not long and len(source.file) <= MAX_FILE_NAME:
        return replace(source, parts=tuple(replace(part, name=part.name[:MAX_NAME]) for part in source.parts))
    what = f"the key {long[0][:40]!r}…" if long else "the file name"
    longest = MAX_KEY if long else MAX_FILE_NAME
    finding = Finding(
        "name-too-long",
        "error",
        f"{what} has more than {longest} characters",
        file=source.file[:MAX_FILE_NAME],
    )
    return replace(source, parts=(), findings=(*source.findings, finding))


def kind_of(file: str) -> Kind | None:
    """The kind of a file by its name: .bpmn, .dmn, .json; other modellers write .bpmn2 and .xml as well."""
    name = file.lower()
    if name.endswith((".dmn", ".dmn.xml")):
        return "dmn"
    if name.endswith((".bpmn", ".bpmn2", ".xml")):
        return "bpmn"
    return "form" if name.endswith(".json") else None


def _bpmn(found: Source) -> Source:
    program: Program = read_program({found.file: found.content}, linked=False)
    chosen = [graph for graph in program.processes.values() if graph.executable] or list(
        program.processes.values()
    )
    parts = [Part(graph.id, graph.name or graph.id, (graph.id,)) for graph in chosen]
    needs = {
        "bpmn": tuple(sorted(program.calls - set(program.processes))),
        "dmn": tuple(sorted(program.decisions)),
        "form": tuple(sorted(program.forms)),
    }
    return Source(
        found.file,
        found.kind,
        found.content,
        found.hash,
        tuple(parts),
        needs,
        _located(program.findings, found.file),
        program=program,
    )


def _dmn(found: Source) -> Source:
    alone: Model = read_model({found.file: found.content})
    main = alone.program.files[alone.program.main]
    ids = (node.place.id for node in main.nodes.values() if node.name in {*alone.decisions, *alone.services})
    key = _key_of(alone)
    names = dict.fromkeys((key, *(name for name in (*ids, *alone.decisions, *alone.services) if name)))
    part = Part(key, alone.name or key, tuple(names))
    needs = {_key_of(read_model({file: content})) for file, content in found.imported.items()}
    whole = read_model({found.file: found.content, **found.imported}) if found.imported else alone
    # what is wrong with an imported file is told of that file
    own = [finding for finding in whole.findings if finding.file in (None, "", found.file)]
    return replace(
        found,
        parts=(part,),
        needs={"dmn": tuple(sorted(needs - {key}))} if needs else {},
        findings=_located(own, found.file),
    )


def _key_of(model: Model) -> str:
    main = model.program.files[model.program.main]
    return main.place.id or main.name


def _form(found: Source) -> Source:
    form: Form = read_form(found.content, file=found.file)
    return Source(
        found.file,
        found.kind,
        found.content,
        found.hash,
        (Part(form.key, form.title.zh or form.key, (form.key,)),),
    )


_READ = {"bpmn": _bpmn, "dmn": _dmn, "form": _form}


def _with(found: Source, findings: Iterable[Finding]) -> Source:
    return Source(found.file, found.kind, found.content, found.hash, findings=tuple(findings))


def _located(findings: Iterable[Finding], file: str) -> tuple[Finding, ...]:
    return tuple(
        f if f.file else Finding(f.rule, f.severity, f.message, f.element, f.line, file, f.help)
        for f in findings
    )
