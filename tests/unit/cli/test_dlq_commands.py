import pytest

from tests.unit.cli.fakes import INBOUND, letter, stream_letter
from tests.unit.cli.harness import CommandLine


@pytest.fixture(autouse=True)
def three_letters(cli: CommandLine) -> None:
    held = [letter("a"), letter("b", tenant_id="globex"), letter("c")]
    relay = stream_letter("s")
    cli.store.letters = {INBOUND.url: held, relay.queue.url: [relay]}


def test_list_tells_depth_source_and_age(cli: CommandLine) -> None:
    inbound, relay = cli.run("dlq", "list", "--json").document["queues"]
    assert (inbound["depth"], inbound["source"]) == (3, ["inbound queue"])
    assert inbound["oldest"] == "2026-11-21T11:00:00+00:00"
    assert relay["source"] == ["table stream"]
    assert cli.store.hidden == set()
    assert "1 h" in cli.run("dlq", "list").out


def test_show_consumes_nothing_and_says_when_there_is_more(cli: CommandLine) -> None:
    document = cli.run("dlq", "show", "--limit", "1", "--json").document
    assert [each["message_id"] for each in document["messages"]] == ["a"]
    assert document["more"] is True
    assert (cli.store.ids, cli.store.hidden) == (["a", "b", "c", "s"], set())


def test_show_explains_a_stream_batch(cli: CommandLine) -> None:
    [message] = cli.run("dlq", "show", "--queue", "relay", "--json").document["messages"]
    assert "3 change(s)" in message["explanation"]
    assert "24 hours" in message["explanation"]


def test_the_global_tenant_is_a_filter_here(cli: CommandLine) -> None:
    document = cli.run("dlq", "replay", "--json", tenant="globex").document
    assert [each["message_id"] for each in document["messages"]] == ["b"]


def test_a_dry_run_says_what_it_would_do_to_each_and_does_nothing(cli: CommandLine) -> None:
    outcome = cli.run("dlq", "replay", "--dry-run", "--json")
    assert outcome.code == 0
    assert outcome.document["counts"] == {"would_replay": 4}
    assert (cli.store.log, cli.streams.handed_over, cli.store.hidden) == ([], [], set())


def test_a_message_that_was_named_and_is_not_there(cli: CommandLine) -> None:
    outcome = cli.run("dlq", "replay", "--message-id", "a", "--message-id", "zz", "--json")
    assert (outcome.code, outcome.document["counts"]) == (3, {"replayed": 1})


def test_ctrl_c_tells_what_was_done_and_leaves_the_rest_visible(cli: CommandLine) -> None:
    def interrupt_second(each: object) -> None:
        if each == letter("b", tenant_id="globex"):
            raise KeyboardInterrupt

    cli.store.before_delete = interrupt_second
    outcome = cli.run("dlq", "replay", "--json")
    assert (outcome.code, outcome.error["kind"]) == (130, "interrupted")
    assert [each["message_id"] for each in outcome.document["messages"]] == ["a"]
    assert cli.store.ids == ["b", "c", "s"]
    assert cli.store.hidden.isdisjoint({"b", "c", "s"})


def test_purge_needs_a_confirmation(cli: CommandLine) -> None:
    outcome = cli.run("dlq", "purge", "--json")
    assert (outcome.code, cli.store.log) == (2, [])


def test_purge_deletes_what_matches(cli: CommandLine) -> None:
    outcome = cli.run("dlq", "purge", "--yes", "--json", tenant="acme")
    assert [each["outcome"] for each in outcome.document["messages"]] == ["deleted", "deleted"]
    assert cli.store.ids == ["b", "s"]
    assert cli.store.hidden.isdisjoint({"b", "s"})


def test_a_purges_dry_run_deletes_nothing(cli: CommandLine) -> None:
    outcome = cli.run("dlq", "purge", "--dry-run", "--json")
    assert len(outcome.document["messages"]) == 4
    assert (cli.store.log, cli.store.hidden) == ([], set())


def test_a_message_that_could_not_be_purged_fails_the_command(cli: CommandLine) -> None:
    cli.store.refuse_delete = {"a"}
    outcome = cli.run("dlq", "purge", "--yes", "--json", "--queue", "inbound")
    assert (outcome.code, outcome.error["failed"]) == (1, 1)
    assert "a" in cli.store.ids


def test_tables_are_for_people(cli: CommandLine) -> None:
    out = cli.run("dlq", "replay").out
    assert "replayed" in out
    assert "inbound queue" in out
    assert "\x1b[" not in out


def test_what_others_wrote_cannot_steer_the_terminal(cli: CommandLine) -> None:
    nasty = letter("a", body="\x1b[2J\u202egone", event_id="[/bold]\x1b]0;owned\x07")
    cli.store.letters = {INBOUND.url: [nasty]}
    for words in (["show", "--body"], ["replay", "--dry-run"]):
        outcome = cli.run("dlq", *words)
        assert outcome.code == 0
        assert "[/bold]" in outcome.out
        assert not {"\x1b", "\x07", "\u202e"} & set(outcome.out)
