from datetime import timedelta

import pytest

from orderloom_cli.dlq.filters import Filter, parse_age
from orderloom_cli.errors import NoSuchThingError, UsageError
from tests.unit.cli.fakes import NOW, letter


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(),
        Filter(tenant="acme"),
        Filter(provider="stripe", kind="webhook"),
        Filter(message_ids=frozenset({"a", "z"})),
        Filter(older_than=timedelta(minutes=60)),
    ],
)
def test_matches(wanted: Filter) -> None:
    assert wanted.matches(letter("a"), NOW)


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(tenant="globex"),
        Filter(tenant="acme", provider="shipstation"),
        Filter(kind="start_saga"),
        Filter(message_ids=frozenset({"z"})),
        Filter(older_than=timedelta(minutes=61)),
    ],
)
def test_does_not_match(wanted: Filter) -> None:
    assert not wanted.matches(letter("a"), NOW)


def test_age_counts_from_sending_where_no_webhook_came() -> None:
    unreceived = letter("a", received_at="")
    assert Filter(older_than=timedelta(minutes=30)).matches(unreceived, NOW)
    assert not Filter(older_than=timedelta(minutes=31)).matches(unreceived, NOW)


def test_a_named_message_that_is_not_there_is_told_of() -> None:
    wanted = Filter(message_ids=frozenset({"a", "z"}))
    with pytest.raises(NoSuchThingError, match=r"here: z$"):
        wanted.check_named([letter("a")])


@pytest.mark.parametrize(
    ("text", "age"),
    [("90s", timedelta(seconds=90)), ("15m", timedelta(minutes=15)), ("3d", timedelta(days=3))],
)
def test_ages(text: str, age: timedelta) -> None:
    assert parse_age(text) == age


@pytest.mark.parametrize("text", ["", "15", "-5m", "1.5h", "3w", "9999999d"])
def test_what_is_no_age(text: str) -> None:
    with pytest.raises(UsageError):
        parse_age(text)
