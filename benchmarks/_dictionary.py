"""Makes a dictionary for `engine.store.packing` out of the events and states of a database:
`python -m benchmarks._dictionary URL OUT`.

A dictionary is made once and then never again: what was packed with it needs it for ever. Names, numbers of persons,
identifiers and hashes are replaced before, so that the dictionary holds the words of the platform and of its processes and
nobody's data. Dictionary 1 was made of the shipped services, played through as their stories in `tests/acceptance` do; the
reference processes of the benchmarks were not among them.
"""

import argparse
import random
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import zstandard
from sqlalchemy import select

from engine.cases.tables import cases
from engine.history.log import read_events
from engine.history.packed import joined
from engine.kernel.settings import Settings
from engine.store import open_database
from engine.store.canonical import canonical_text

SIZE: Final = 16_384
_PERSONAL: Final = re.compile(
    r'"(applicant_name|applicant_id_number|contact_name|contact_phone|assignee_name)":"[^"]+"'
)
_ID: Final = re.compile(r"\b01[0-9a-hjkmnp-tv-z]{24}\b")
_NUMBER: Final = re.compile(r"\b[0-9]{6}[0-9A-Z]{12}\b")
_HASH: Final = re.compile(r"\b[0-9a-f]{64}\b")
_SHORT_NAME: Final = re.compile(r"[\u4e00-\u9fff]{2,4}")
_random: Final = random.Random(1)  # the same samples give the same dictionary


def main() -> None:
    """Read, train, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("url", help="an SQLAlchemy URL of a database with the current schema")
    options.add_argument("out", type=Path)
    chosen = options.parse_args()
    database = open_database(Settings(database_url=chosen.url))
    with database.read(snapshot=True) as db:
        rows, texts = [], []
        for case in db.execute(select(cases)).mappings():
            rows += read_events(db, case["id"])
            texts += [
                case["state"],
                *(canonical_text(case[name]) for name in ("pins", "members", "rounds")),
            ]
    database.close()
    chosen.out.write_bytes(trained(rows, texts))


def trained(rows: Iterable[Mapping[str, Any]], texts: Iterable[str]) -> bytes:
    """The dictionary out of logged events and texts of case rows."""
    samples = [joined(event) for event in _nobody(list(rows))] + [_anonymous(text).encode() for text in texts]
    return zstandard.train_dictionary(SIZE, samples).as_bytes()


def _nobody(rows: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    names = {row["actor_name"] for row in rows if _SHORT_NAME.fullmatch(row["actor_name"] or "")}
    known = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)")
    for row in rows:
        yield {
            key: _anonymous(known.sub(lambda _: _letters(3), value), row["case_id"])
            if isinstance(value, str) and key != "case_id"
            else value
            for key, value in row.items()
        }


def _anonymous(text: str, but: str = "") -> str:
    text = _PERSONAL.sub(lambda found: f'"{found[1]}":"{_letters(6)}"', text)
    text = _NUMBER.sub(lambda _: "".join(_random.choices("0123456789ABCDEFGHJKLMNPQRTUWXY", k=18)), text)
    text = _HASH.sub(lambda _: f"{_random.getrandbits(256):064x}", text)
    return _ID.sub(lambda found: found[0] if found[0] == but else _id(), text)


def _id() -> str:
    return "01" + "".join(_random.choices("0123456789abcdefghjkmnpqrstvwxyz", k=24))


def _letters(count: int) -> str:
    return "".join(chr(_random.randrange(0x4E00, 0x9000)) for _ in range(count))


if __name__ == "__main__":
    main()
