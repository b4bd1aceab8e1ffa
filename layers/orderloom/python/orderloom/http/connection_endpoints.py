"""Connections over HTTP: a merchant's own under `/v1`, any merchant's for operators."""

from collections.abc import Callable, Sequence
from typing import Any

from orderloom.domain.signing_secrets import SigningSecret
from orderloom.domain.tenant import ConnectionCard
from orderloom.http import problems
from orderloom.http.connection_inputs import ConnectionInput, RotationInput
from orderloom.http.connection_outputs import (
    ConnectionOutput,
    ConnectionsOutput,
    SigningSecretOutput,
    SigningSecretsOutput,
)
from orderloom.http.container import ApiContainer
from orderloom.http.endpoint import AnyEndpoint, Call, Endpoint, Reply
from orderloom.http.inputs import Nothing
from orderloom.http.path_ids import provider_in, secret_id_in, tenant_id_from
from orderloom.services.connect_provider import ConnectProvider
from orderloom.services.rotate_secret import RetireSecret, RotateSecret

Bare = Call[Nothing, Nothing]


class ConnectionsApi:
    """Each method answers one endpoint, for the tenant of the call or of its path."""

    def __init__(self, container: Callable[[], ApiContainer]) -> None:
        self._container = container

    def show(self, call: Bare) -> Reply:
        tenant_id, container = _tenant_of(call), self._container()
        cards = container.tenants.cards(container.tenants.tenant(tenant_id).tenant_id)
        return Reply(
            200, ConnectionsOutput(data=tuple(self._told(tenant_id, card) for card in cards))
        )

    def connect(self, call: Call[ConnectionInput, Nothing]) -> Reply:
        tenant_id, container = _tenant_of(call), self._container()
        connect = ConnectProvider(
            tenants=container.tenants,
            providers=container.providers,
            clock=container.clock,
            random_bits=container.random_bits,
        )
        connection = call.body.to_domain(provider_in(call.path))
        made = connect(tenant_id, connection, call.body.secrets())
        return Reply(200, ConnectionOutput.of(made, {}, container.clock.now()))

    def rotate(self, call: Call[RotationInput, Nothing]) -> Reply:
        container, provider = self._container(), provider_in(call.path)
        rotate = RotateSecret(
            tenants=container.tenants,
            providers=container.providers,
            clock=container.clock,
            random_bits=container.random_bits,
        )
        tenant_id = _tenant_of(call)
        ring = rotate(tenant_id, provider, call.body.secret, overlap=call.body.overlap)
        return Reply(201, self._ring(tenant_id, provider, ring))

    def retire(self, call: Bare) -> Reply:
        container, provider = self._container(), provider_in(call.path)
        tenant_id = _tenant_of(call)
        retire = RetireSecret(tenants=container.tenants, clock=container.clock)
        ring = retire(tenant_id, provider, secret_id_in(call.path))
        return Reply(200, self._ring(tenant_id, provider, ring))

    def _told(self, tenant_id: str, card: ConnectionCard) -> ConnectionOutput:
        container = self._container()
        hits = container.secret_hits(tenant_id).of(card.provider) if card.signing_secrets else {}
        return ConnectionOutput.of(card, hits, container.clock.now())

    def _ring(
        self, tenant_id: str, provider: str, ring: Sequence[SigningSecret]
    ) -> SigningSecretsOutput:
        container = self._container()
        now, hits = container.clock.now(), container.secret_hits(tenant_id).of(provider)
        return SigningSecretsOutput(
            provider=provider,
            signing_secrets=tuple(
                SigningSecretOutput.of(secret, hits.get(secret.secret_id), now) for secret in ring
            ),
            everywhere_at=now + container.secrets_kept,
        )


def connections_of_merchants(container: Callable[[], ApiContainer]) -> tuple[AnyEndpoint, ...]:
    """A merchant's own, below `/v1/connections`."""
    return _endpoints(ConnectionsApi(container), "/v1/connections", "My")


def connections_for_operators(container: Callable[[], ApiContainer]) -> tuple[AnyEndpoint, ...]:
    """Any merchant's, below `/operator/tenants/{tenant_id}/connections`."""
    return _endpoints(ConnectionsApi(container), "/operator/tenants/{tenant_id}/connections", "")


def _tenant_of(call: Call[Any, Any]) -> str:
    return call.tenant_id or tenant_id_from(call.path["tenant_id"])


def _endpoints(api: ConnectionsApi, base: str, whose: str) -> tuple[AnyEndpoint, ...]:
    one = f"{base}/{{provider}}"
    return (
        Endpoint(
            method="GET",
            path=base,
            name=f"list{whose}Connections",
            summary="List connections to providers, with how often each signing secret was used",
            answer=api.show,
            body=Nothing,
            query=Nothing,
            output=ConnectionsOutput,
            replies={200: "The connections"},
        ),
        Endpoint(
            method="PUT",
            path=one,
            name=f"connect{whose}Provider",
            summary="Connect a merchant to its account at a payment provider or carrier",
            answer=api.connect,
            body=ConnectionInput,
            query=Nothing,
            output=ConnectionOutput,
            replies={200: "Connected"},
        ),
        *_rotating(api, f"{one}/signing-secrets", whose),
    )


def _rotating(api: ConnectionsApi, base: str, whose: str) -> tuple[AnyEndpoint, ...]:
    return (
        Endpoint(
            method="POST",
            path=base,
            name=f"rotate{whose}SigningSecret",
            summary="Add a signing secret; earlier ones stay accepted for an overlap",
            answer=api.rotate,
            body=RotationInput,
            query=Nothing,
            output=SigningSecretsOutput,
            replies={201: "Added"},
            refusals=(problems.CONFLICT, problems.TRY_AGAIN),
        ),
        Endpoint(
            method="DELETE",
            path=f"{base}/{{secret_id}}",
            name=f"retire{whose}SigningSecret",
            summary="Refuse a signing secret from now on",
            answer=api.retire,
            body=Nothing,
            query=Nothing,
            output=SigningSecretsOutput,
            replies={200: "Those that are left"},
            refusals=(problems.CONFLICT, problems.TRY_AGAIN),
        ),
    )
