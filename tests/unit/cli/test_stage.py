"""How the demo tells its story, and how it fails."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from orderloom_cli.demo import world as world_module
from orderloom_cli.demo.stage import DemoFailedError, Stage
from orderloom_cli.demo.world import World
from orderloom_cli.errors import SceneFailedError, UnreachableError
from orderloom_cli.local import ProcessDiedError
from tests.unit.cli.fakes import FakeTransport
from tests.unit.cli.harness import LOCAL


def died() -> None:
    raise ProcessDiedError("simulator", Path("/nowhere/simulator.log"))


def stage() -> Stage:
    return Stage(Console(file=io.StringIO(), width=100), Path("build/demo"))


def test_a_scene_is_kept_with_its_facts() -> None:
    told = stage()
    with told.scene("First"):
        told.fact("[it] happened")
    assert [(scene.title, scene.facts) for scene in told.scenes] == [("First", ["[it] happened"])]


def test_a_failed_expectation_names_scene_expectation_and_logs() -> None:
    with pytest.raises(DemoFailedError) as caught, stage().scene("Declined card"):
        raise SceneFailedError("stock of 25", 22)
    assert str(caught.value).splitlines() == [
        "demo: failed in “Declined card”: expected stock of 25; saw 22",
        "Logs: build/demo/*.log",
    ]
    assert caught.value.exit_code == 1
    assert caught.value.details()["seen"] == "22"


def test_a_dead_process_explains_a_lost_connection() -> None:
    told = stage()
    told.check = died
    with pytest.raises(DemoFailedError, match="The simulator has died"), told.scene("Any"):
        raise UnreachableError("http://127.0.0.1:8", "connection refused")


def test_a_bug_stays_a_bug() -> None:
    with pytest.raises(KeyError), stage().scene("Any"):
        raise KeyError("x")


def test_waiting_ends_with_what_was_seen_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world_module, "_POLL_SECONDS", 0)
    world = World(LOCAL, FakeTransport(), lambda: None)
    numbers = iter(range(10**9))
    assert world.until(lambda: next(numbers), lambda n: n == 3, expected="three") == 3
    order = {"status": "pending", "payment": {"state": "none"}}
    with pytest.raises(SceneFailedError, match=r"delivered within 0 s; saw status pending"):
        world.until(lambda: order, lambda _: False, expected="delivered", seconds=0)


def test_waiting_ends_at_once_when_a_process_dies() -> None:
    world = World(LOCAL, FakeTransport(), died)
    with pytest.raises(ProcessDiedError):
        world.until(lambda: 0, lambda _: False, expected="never")
