"""What is deployed: the functions' own environments, and their own rights."""

import json
from dataclasses import dataclass
from typing import Any

from infra.paths import FUNCTIONS
from tests.e2e.world import World

_ANYBODY = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}


@dataclass(frozen=True)
class Deployed:
    """A function's variables, and the name of its role."""

    variables: dict[str, str]
    role: str


def deployed_functions(world: World) -> dict[str, Deployed]:
    """By function's folder."""
    found = {
        each["FunctionName"].lower(): each
        for page in world.client("lambda").get_paginator("list_functions").paginate()
        for each in page["Functions"]
    }
    names = [handler.parent.name for handler in FUNCTIONS.glob("*/handler.py")]
    return {
        name: _deployed(each)
        for name in names
        for deployed_as, each in found.items()
        if name.replace("_", "") in deployed_as
    }


def credentials_of(world: World, function: Deployed) -> dict[str, str]:
    """AWS_* variables of a session of a function's role.

    Its role trusts Lambda alone, which the emulator plays without credentials; from now on it
    trusts everybody in this environment.
    """
    iam, sts = world.client("iam"), world.client("sts")
    role = iam.get_role(RoleName=function.role)["Role"]
    policy = {"Version": "2012-10-17", "Statement": [_ANYBODY]}
    iam.update_assume_role_policy(RoleName=function.role, PolicyDocument=json.dumps(policy))
    given = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="bench")["Credentials"]
    return {
        "AWS_ACCESS_KEY_ID": given["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"],
        "AWS_SESSION_TOKEN": given["SessionToken"],
    }


def _deployed(found: dict[str, Any]) -> Deployed:
    variables: dict[str, str] = found.get("Environment", {}).get("Variables", {})
    return Deployed(variables, found["Role"].rpartition("/")[2])
