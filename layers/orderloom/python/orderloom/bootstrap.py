"""The composition root: the only place where ports meet their adapters.

Adapters are imported when first asked for, so that a function pays at its cold start for
what it uses and no more.
"""

import secrets
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from orderloom.adapters.system_clock import SystemClock
from orderloom.ports.archive import OrderArchive, OrderDepartures
from orderloom.ports.carrier import Carrier
from orderloom.ports.catalogue import CatalogueRepository
from orderloom.ports.clock import Clock
from orderloom.ports.event_reader import EventReader
from orderloom.ports.labels import LabelStore
from orderloom.ports.orders import OrderRepository
from orderloom.ports.payments import PaymentProvider
from orderloom.ports.reaction_queue import ReactionQueue
from orderloom.ports.saga import SagaEngine
from orderloom.ports.tenants import TenantDirectory
from orderloom.settings import Settings

if TYPE_CHECKING:
    from orderloom.adapters.dynamodb.tenant_tables import TenantTables
    from orderloom.adapters.s3_archive import S3Archives

_OPERATOR_KEY_SECONDS = 300
"""How long a rotated operator key may still be accepted."""


class Container:
    """Everything a function may need, made once per execution environment."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def clock(self) -> Clock:
        return SystemClock()

    @property
    def random_bits(self) -> Callable[[int], int]:
        return secrets.randbits

    def orders(self, tenant_id: str) -> OrderRepository:
        from orderloom.adapters.dynamodb.orders import DynamoOrderRepository

        return DynamoOrderRepository(self._tables.of(tenant_id), tenant_id, self.clock)

    def catalogue(self, tenant_id: str) -> CatalogueRepository:
        from orderloom.adapters.dynamodb.catalogue import DynamoCatalogueRepository

        return DynamoCatalogueRepository(self._tables.of(tenant_id), tenant_id)

    @cached_property
    def tenants(self) -> TenantDirectory:
        from orderloom.adapters.credential_seal import CredentialSeal
        from orderloom.adapters.dynamodb.tenants import DynamoTenantDirectory

        seal = CredentialSeal(self._settings.credentials_key_id)
        return DynamoTenantDirectory(self._tables.platform, seal, self.clock)

    def payments(self, tenant_id: str) -> PaymentProvider:
        from orderloom.adapters.stripe.payments import StripePayments

        connection = self.tenants.connection(tenant_id, StripePayments.name)
        return StripePayments(
            api_key=connection.api_key.get_secret_value(),
            base_url=self._settings["stripe_base_url"],
        )

    def carrier(self, tenant_id: str) -> Carrier:
        from orderloom.adapters.shipstation.carrier import ShipStationCarrier

        connection = self.tenants.connection(tenant_id, ShipStationCarrier.name)
        return ShipStationCarrier(
            api_key=connection.api_key.get_secret_value(),
            carrier_ids=connection.carrier_ids,
            base_url=self._settings["shipstation_base_url"],
        )

    @staticmethod
    def reader_for(provider: str) -> EventReader:
        from orderloom.adapters.provider_registry import reader_for

        return reader_for(provider)

    @cached_property
    def saga(self) -> SagaEngine:
        from orderloom.adapters.step_functions import StepFunctionsSaga

        return StepFunctionsSaga(self._settings.state_machine_arn)

    @cached_property
    def reactions(self) -> ReactionQueue:
        from orderloom.adapters.sqs_reactions import SqsReactionQueue

        return SqsReactionQueue(
            workflow_queue_url=self._settings["workflow_queue_url"],
            inbound_queue_url=self._settings["inbound_queue_url"],
        )

    @cached_property
    def labels(self) -> LabelStore:
        from orderloom.adapters.s3_labels import S3LabelStore

        return S3LabelStore(self._settings["label_bucket"])

    def archive(self, tenant_id: str) -> OrderArchive:
        return self._archives.of(tenant_id)

    def departures(self, tenant_id: str) -> OrderDepartures:
        from orderloom.adapters.dynamodb.departures import DynamoOrderDepartures

        return DynamoOrderDepartures(self._tables.of(tenant_id), tenant_id, self.clock)

    @cached_property
    def _archives(self) -> "S3Archives":
        from orderloom.adapters.s3_archive import S3Archives

        return S3Archives(self._settings["archive_bucket"])

    @cached_property
    def _tables(self) -> "TenantTables":
        from orderloom.adapters.dynamodb.table import Table
        from orderloom.adapters.dynamodb.tenant_tables import TenantTables

        return TenantTables(Table(self._settings["table"]))

    def operator_key(self) -> str:
        """The operators' whole API key, `olo_` included."""
        from aws_lambda_powertools.utilities import parameters

        secret = parameters.get_secret(
            self._settings["operator_key_secret_id"], max_age=_OPERATOR_KEY_SECONDS
        )
        return f"olo_{secret}"


_held: list[Container] = []


def container() -> Container:
    """This execution environment's container."""
    if not _held:
        _held.append(Container(Settings.from_environment()))
    return _held[0]


def use(replacement: Container | None) -> None:
    """Make `replacement` the container from now on; None: made from the environment anew."""
    _held[:] = [replacement] if replacement else []
