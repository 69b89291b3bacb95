"""200 nodes are linted in 50 ms; here twice that is allowed, because test machines are busy."""

import time

from sketch import model

from engine.bpmn.lint import lint


def chain(blocks: int) -> bytes:
    """Blocks of ten nodes: a parallel review, a decision with a loop back, a wait for an answer."""
    lines, last = ["start S"], "S"
    for n in range(blocks):
        lines += [
            f"parallel P{n}; user A{n}; user B{n}; parallel J{n}; exclusive X{n}; exclusive M{n}",
            f"events W{n}; catch C{n} message:m{n}; catch T{n} timer:P1D; exclusive Y{n}",
            f"{last} -> M{n}; M{n} -> P{n}; P{n} -> A{n} -> J{n}; P{n} -> B{n} -> J{n}; J{n} -> X{n}",
            f"X{n} -> M{n} [again{n}]; X{n} ~> W{n}; W{n} -> C{n} -> Y{n}; W{n} -> T{n} -> Y{n}",
        ]
        last = f"Y{n}"
    return model("\n".join([*lines, f"end E; {last} -> E"]))


def seconds(data: bytes) -> float:
    """Processor time of the quickest of five runs."""
    taken = []
    for _ in range(5):
        before = time.process_time()
        lint(data)
        taken.append(time.process_time() - before)
    return min(taken)


def test_two_hundred_nodes_take_no_time_to_speak_of() -> None:
    assert seconds(chain(20)) < 0.1


def test_five_times_the_nodes_take_no_twenty_five_times_the_time() -> None:
    assert seconds(chain(100)) < 20 * seconds(chain(20))


def test_a_model_that_is_too_large_for_searching_is_linted_without_and_says_so() -> None:
    tasks = " -> ".join(f"T{n}" for n in range(2_100))
    flows = "\n".join(f"task T{n}" for n in range(2_100))
    found = lint(model(f"start S\n{flows}\nend E\nS -> {tasks} -> E"))
    assert [finding.rule for finding in found] == ["lint-partial"]
