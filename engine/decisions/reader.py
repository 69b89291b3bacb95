"""Reads the files of a model: the front door of this package."""

from collections.abc import Mapping
from hashlib import sha256

from engine.decisions.directory import directory_of
from engine.decisions.elements import Definitions
from engine.decisions.model import Model
from engine.decisions.program import compile_program
from engine.decisions.reading import read_definitions
from engine.decisions.source import MAX_FILES, read_source
from engine.kernel.errors import Finding, Refused


def read_model(files: Mapping[str, bytes]) -> Model:
    """The model in `files` (file name to bytes). Imports are found by namespace among the files.

    The main file is the first one with decisions that no other file imports. Raises Refused with located findings
    when a file is no DMN within the bounds; any lesser fault is in `Model.findings`.
    """
    findings: list[Finding] = []
    definitions = read_files(files, findings)
    program = compile_program(definitions, _main(definitions), findings)
    return Model(program, directory_of(program), tuple(findings), model_hash(files))


def read_files(files: Mapping[str, bytes], findings: list[Finding]) -> list[Definitions]:
    """Every file as frozen values; structural faults are added to `findings`."""
    if not files or len(files) > MAX_FILES:
        message = f"A model has 1 to {MAX_FILES} files, not {len(files)}."
        raise Refused(message, [Finding("dmn-files", "error", message, help="Send the files of one model.")])
    definitions = []
    for name, data in files.items():
        read, found = read_definitions(read_source(name, data))
        definitions.append(read)
        findings.extend(found)
    return definitions


def model_hash(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the contents, whatever the files are called and in whichever order they come."""
    parts = sorted(sha256(data).digest() for data in files.values())
    return sha256(b"".join(parts)).hexdigest()


def _main(files: list[Definitions]) -> int:
    imported = {item.namespace for file in files for item in file.imports}
    deciding = [number for number, file in enumerate(files) if file.decisions()]
    free = [number for number in deciding if files[number].namespace not in imported]
    with_nodes = [number for number, file in enumerate(files) if file.nodes]
    return next(iter(free or deciding or with_nodes), 0)
