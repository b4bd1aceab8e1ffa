"""The keys bear the traffic they were designed for; with a single shard they would not."""

from dataclasses import replace
from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET

import pytest
from orderloom.adapters.dynamodb.profiles import PROFILE_KEPT
from orderloom.domain.sharding import ORDER_LIST, STOCK

from orderloom_cli.capacity.environments import Fleet
from orderloom_cli.capacity.picture import draw
from orderloom_cli.capacity.report import document, too_hot, verdict
from orderloom_cli.capacity.run import Findings, simulate
from orderloom_cli.capacity.shards import Choices
from orderloom_cli.capacity.tally import Tally
from orderloom_cli.capacity.touch import Family, Touch
from orderloom_cli.capacity.traffic import Market, Traffic, tenant_id
from tests.unit.cli.harness import CommandLine

BRIEF = Traffic(tenants=20_000, seconds=1)
"""The full rates, so that every hot partition is as hot; fewer small tenants, one second."""


@pytest.fixture(scope="module")
def findings() -> Findings:
    return simulate(BRIEF, Choices())


def test_no_partition_is_too_hot(findings: Findings) -> None:
    assert too_hot(findings) == []
    assert (findings.list_shards, findings.stock_shards) > (ORDER_LIST.first, STOCK.first)


@pytest.mark.parametrize(
    ("choices", "partition"),
    [
        (Choices(list_shards=1), "T#shop-0000000#ORDERS#2025-11#0: "),
        (Choices(stock_shards=1), "T#shop-0000000#SKU#SKU-0000#0: "),
        (Choices(growth=False), "T#shop-0000000#SKU#SKU-0000#"),
    ],
    ids=["one list shard", "one stock counter", "no growth"],
)
def test_with_fewer_shards_a_partition_is_named(choices: Choices, partition: str) -> None:
    found = too_hot(simulate(BRIEF, choices))
    assert any(each.startswith(partition) for each in found)


def test_the_same_seed_finds_the_same(findings: Findings) -> None:
    assert document(simulate(BRIEF, Choices())) == document(findings)
    assert document(simulate(replace(BRIEF, seed=2), Choices())) != document(findings)


def test_one_tenant_has_its_share_and_the_others_follow_zipf() -> None:
    market = Market(BRIEF, Random(1))
    drawn = [market.sale().tenant_id for _ in range(20_000)]
    assert 0.28 < drawn.count(tenant_id(0)) / len(drawn) < 0.32
    assert drawn.count(tenant_id(0)) > drawn.count(tenant_id(1)) > drawn.count(tenant_id(10))
    assert len(set(drawn)) > 1000


def test_an_item_is_read_by_environments_not_by_requests() -> None:
    fleet = Fleet.of(10_000, 0.05)
    assert fleet.environments == 500
    assert fleet.misses(10_000, PROFILE_KEPT) == pytest.approx(500 / 60, rel=0.01)
    assert fleet.misses(0.1, PROFILE_KEPT) == pytest.approx(0.1, rel=0.02)
    assert fleet.misses(0, PROFILE_KEPT) == 0


def test_units_are_counted_by_the_second() -> None:
    tally = Tally()
    for writes in (600, 700):
        tally.add([Touch(Family.STOCK, "a", writes=writes / 2)], times=2)
        tally.add([Touch(Family.STOCK, "b", reads=2)])
        tally.close()
    rates = tally.families[Family.STOCK]
    assert (tally.most_written.partition, tally.most_written.units) == ("a", 700)
    assert (rates.reads.total, rates.reads.percentile(0.999), rates.partitions) == (4, 2, 4)


def test_the_picture_has_a_bar_for_every_family(findings: Findings, tmp_path: Path) -> None:
    draw(findings, tmp_path / "build" / "simulate.svg")
    texts = [element.text for element in ET.parse(tmp_path / "build" / "simulate.svg").iter()]  # noqa: S314 - our own file
    assert {family.value for family in Family} <= set(texts)
    assert verdict(findings) in texts


def test_the_command_ends_with_its_verdict(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    picture = str(tmp_path / "found.svg")
    words = (
        *("simulate", "--picture", picture),
        *("--tenants", "1000", "--orders", "500", "--seconds", "1"),
    )
    fine = CommandLine(capsys).run(*words)
    assert fine.code == 0
    assert fine.out.splitlines()[-1].startswith("hottest partition: ")
    hot = CommandLine(capsys).run(*words, "--orders", "5000", "--stock-shards", "1", "--json")
    assert hot.code == 1
    assert hot.error["kind"] == "too-hot"
    assert hot.error["partitions"][0].startswith("T#shop-0000000#SKU#SKU-0000#0: ")
    assert hot.document["hottest"]["written"] == "T#shop-0000000#SKU#SKU-0000#0"
