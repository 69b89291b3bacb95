"""DMN files that import each other: which of the files deployed together a model needs, however far away.

An import names a namespace, and perhaps a location that decides between files of one namespace. What is imported from
elsewhere is left to the reading of the model, which says that it is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine.decisions import Model, read_model
from engine.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class _Read:
    """What a file says of itself: its namespace and the (namespace, location's file name) of its imports."""

    namespace: str
    imports: tuple[tuple[str, str], ...]


def with_imports(files: Mapping[str, bytes]) -> dict[str, dict[str, bytes]]:
    """For every readable DMN file: itself first, then all files it imports directly or through others, by name."""
    read = {name: found for name, content in files.items() if (found := _read(name, content)) is not None}
    direct = {
        name: [other for wanted in one.imports if (other := _meant(name, wanted, read))]
        for name, one in read.items()
    }
    return {name: {file: files[file] for file in _closure(name, direct)} for name in read}


def _read(name: str, content: bytes) -> _Read | None:
    try:
        model: Model = read_model({name: content})
    except Refused:
        return None
    file = model.program.files[model.program.main]
    found = ((item.namespace, _file_name(item.location or "")) for item in file.imports)
    return _Read(file.namespace, tuple(found))


def _meant(importing: str, wanted: tuple[str, str], read: Mapping[str, _Read]) -> str | None:
    namespace, location = wanted
    found = [name for name, one in read.items() if name != importing and one.namespace == namespace]
    return min(found, key=lambda name: _file_name(name) != location, default=None)


def _closure(start: str, direct: Mapping[str, list[str]]) -> list[str]:
    found = [start]
    for name in found:
        found.extend(other for other in dict.fromkeys(direct[name]) if other not in found)
    return found


def _file_name(path: str) -> str:
    return PurePosixPath(path.replace("\\", "/")).name
