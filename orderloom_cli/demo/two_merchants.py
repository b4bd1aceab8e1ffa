"""Two merchants, each with keys, provider accounts and products of its own."""

from orderloom_cli.demo.stage import Stage
from orderloom_cli.demo.world import World
from orderloom_cli.local_file import LocalTenant


def two_merchants(world: World, stage: Stage) -> tuple[LocalTenant, LocalTenant]:
    first, second = world.seeder.everyone()
    for tenant in (first, second):
        connections = world.operator.tenant(tenant.id)["connections"]
        stage.fact(f"{tenant.id} is registered and connected to {' and '.join(connections)}")
    return first, second
