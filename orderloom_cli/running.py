"""From a started environment to something that can be used: its deployment and its file."""

from orderloom_cli.clients.operator_api import OperatorApi
from orderloom_cli.clients.transport import Transport
from orderloom_cli.local import LocalDetails
from orderloom_cli.local_file import LocalFile
from orderloom_cli.seeding.seed import Seeder
from orderloom_cli.session import LOCAL_STAGE, local_deployment

STACK = f"Orderloom-{LOCAL_STAGE}"


def described(details: LocalDetails) -> LocalFile:
    """Addresses and the operator key; no tenants yet."""
    file = LocalFile(
        api_url=details.api_url,
        simulator_url=details.simulator_url,
        operator_key="",
        endpoint_url=details.emulator_url,
        region=details.region,
        stack=STACK,
        tenants=[],
    )
    return file.model_copy(update={"operator_key": local_deployment(file).operator_key})


def seeded(file: LocalFile, transport: Transport) -> LocalFile:
    """The same with the demo merchants registered."""
    operator = OperatorApi.at(transport, file.api_url, file.operator_key)
    seeder = Seeder(transport, file.api_url, file.simulator_url, operator)
    return file.model_copy(update={"tenants": seeder.everyone()})
