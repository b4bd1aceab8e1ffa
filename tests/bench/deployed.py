"""What is deployed: the functions' own environments."""

from infra.paths import FUNCTIONS
from tests.e2e.world import World


def variables_of(world: World) -> dict[str, dict[str, str]]:
    """By function, as deployed."""
    deployed = {
        found["FunctionName"].lower(): found.get("Environment", {}).get("Variables", {})
        for page in world.client("lambda").get_paginator("list_functions").paginate()
        for found in page["Functions"]
    }
    names = [folder.parent.name for folder in FUNCTIONS.glob("*/handler.py")]
    return {
        name: variables
        for name in names
        for deployed_as, variables in deployed.items()
        if name.replace("_", "") in deployed_as
    }
