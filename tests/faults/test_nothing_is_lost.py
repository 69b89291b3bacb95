"""A few harms of each kind under load; `jingban bench faults` does many. Nothing acknowledged may be lost or done twice."""

import pytest

from benchmarks.fire import plans
from benchmarks.fire.battle import Battle, fight
from benchmarks.fire.clock import jump
from benchmarks.fire.disk import fill, small_disk
from benchmarks.fire.installation import Installation, sqlite_installation
from benchmarks.fire.proxy import Proxy
from benchmarks.fire.serving import Server
from benchmarks.fire.slow import dawdle
from benchmarks.http import served, simultaneous
from benchmarks.load.people import log_in
from benchmarks.load.waves import Clients, claims, completions, starts

pytestmark = pytest.mark.slow


@pytest.mark.postgres
def test_killed_servers_and_workers_lose_nothing_on_postgres(on_postgres: Installation) -> None:
    plan = plans.kills(3, ("all", "worker", "answering"))
    outcome = fight(
        on_postgres, plan, workers=2, sweepers=2, clients=4, seed=11, definitions=("joint4", "eng14", "timed")
    )
    assert outcome.findings == []
    assert outcome.faults == 3
    assert outcome.acknowledged > 20


def test_killed_servers_lose_nothing_on_sqlite(on_sqlite: Installation) -> None:
    plan = plans.kills(1, ("all",))
    outcome = fight(
        on_sqlite, plan, workers=1, sweep=True, clients=4, seed=12, definitions=("joint4", "timed")
    )
    assert outcome.findings == []
    assert outcome.acknowledged > 20


def test_a_server_whose_main_process_was_killed_can_be_started_again(on_sqlite: Installation) -> None:
    outcome = fight(on_sqlite, plans.kills(1, ("main",)), workers=1, clients=2, seed=13)
    assert outcome.findings == []


def test_clients_that_never_finish_their_requests_do_not_keep_others_waiting(on_sqlite: Installation) -> None:
    outcome = fight(on_sqlite, lambda battle: dawdle(battle, 64, 7), workers=1, clients=2, seed=18)
    assert outcome.findings == []


@pytest.mark.postgres
def test_a_database_that_stops_at_once_and_comes_back_loses_nothing(on_postgres: Installation) -> None:
    outcome = fight(on_postgres, plans.database_restarts(1), workers=1, clients=4, seed=14)
    assert outcome.findings == []


def test_lines_cut_in_mid_request_lose_and_double_nothing(on_sqlite: Installation) -> None:
    opened: list[Proxy] = []

    def door(server: Server) -> tuple[str, int]:
        opened.append(Proxy(server.address))
        return "127.0.0.1", opened[0].port

    outcome = fight(on_sqlite, plans.cuts(lambda: opened[0], 5), workers=1, clients=4, seed=15, door=door)
    opened[0].close()
    assert outcome.findings == []
    assert outcome.lost_answers > 0


def test_a_clock_that_jumps_between_two_lives_breaks_no_chain(on_sqlite: Installation) -> None:
    def plan(battle: Battle) -> None:
        jump(battle, 1)

    assert fight(on_sqlite, plan, workers=1, clients=2, seed=16).findings == []


@pytest.mark.postgres
def test_four_departments_that_complete_one_case_at_the_same_instant_all_succeed(
    on_postgres: Installation,
) -> None:
    with served(on_postgres, 2) as server:
        clients = Clients(server.address, log_in(*server.address), 4)
        waves = simultaneous(clients, 15, "four-test")
        clients.close()
    assert [error for wave in waves for error in wave.errors] == []
    finished = [answer.json["case"]["id"] for wave in waves for answer in wave.answers]
    assert len(set(finished)) == 15
    opened = [item for wave in waves for answer in wave.answers for item in answer.json["opened"]]
    assert len(opened) == 15, "each case is decided once, by whoever came last"


def test_a_full_disk_is_told_clearly_and_costs_nothing_once_there_is_room_again() -> None:
    with small_disk(64) as disk, sqlite_installation(disk) as installation:

        def plan(battle: Battle) -> None:
            fill(battle, mounted=disk is not None)

        assert fight(installation, plan, workers=1, clients=2, seed=17).findings == []


@pytest.mark.postgres
def test_a_request_that_is_sent_again_while_it_is_still_at_work_gets_the_same_answer(
    on_postgres: Installation,
) -> None:
    with served(on_postgres, 2) as server:
        clients = Clients(server.address, log_in(*server.address), 4)
        for number in range(15):
            case = clients.send(starts("joint4", 1, f"again-{number}")).answers[0].json
            for same in (claims(case["work_items"]), completions(case["work_items"])):
                wave = clients.send(same * 4, at_once=True)
                assert wave.errors == []
                assert len({answer.body for answer in wave.answers}) == 1
        clients.close()
