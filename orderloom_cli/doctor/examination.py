"""All that is looked at for one tenant."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from orderloom_cli.clients.json_http import JsonHttp, JsonObject
from orderloom_cli.clients.operator_api import OperatorApi
from orderloom_cli.clients.transport import Transport
from orderloom_cli.deployment import Deployment
from orderloom_cli.doctor import razorpay, shipstation, stripe
from orderloom_cli.doctor.clocks import clock_findings
from orderloom_cli.doctor.findings import Finding, Report, Severity
from orderloom_cli.doctor.health import health_findings
from orderloom_cli.doctor.patient import Patient, Pharmacy, Visit, base_url_of, told_at, visit
from orderloom_cli.doctor.secrets import secret_findings
from orderloom_cli.errors import UnreachableError


@dataclass(frozen=True)
class Doctor:
    """Reads only: nothing is changed, here or at a provider."""

    transport: Transport
    operator: OperatorApi
    deployment: Deployment

    def examine(self, tenant_id: str) -> Report:
        """Raises ApiRefusedError: no such tenant."""
        cards = self.operator.connections(tenant_id)["data"]
        findings = list(self._missing(cards))
        for card in cards:
            findings += self._connection(tenant_id, card)
        return Report.of(tenant_id, (card["provider"] for card in cards), findings)

    @staticmethod
    def _missing(cards: list[JsonObject]) -> Iterator[Finding]:
        if not cards:
            yield Finding(
                "none",
                Severity.ERROR,
                "connections",
                "no provider is connected: no order can be paid or shipped",
                "orderloom connections connect stripe, razorpay or shipstation",
            )

    def _connection(self, tenant_id: str, card: JsonObject) -> Iterator[Finding]:
        provider = card["provider"]
        patient = Patient(
            card=card,
            door=f"{self.deployment.api_url}/webhooks/{_address(card, tenant_id)}",
            stage=self.deployment.stack.rpartition("-")[2],
            base_url=base_url_of(self.deployment, provider),
            api_key=Pharmacy(self.deployment).api_key(tenant_id, provider),
        )
        ours = self._our_time()
        yield from health_findings(card)
        yield from secret_findings(provider, card["signing_secrets"], ours)
        try:
            answer, found = self._account(patient)
        except UnreachableError as exc:
            yield Finding(
                provider, Severity.ERROR, "provider", str(exc), "see the provider's status page"
            )
            return
        yield from clock_findings(provider, answer.told_at, ours)
        yield from found

    def _account(self, patient: Patient) -> tuple[Visit, Iterator[Finding]]:
        """The first answer of the provider, and what follows from all of them."""
        match patient.provider:
            case "stripe":
                answer = self._visit(patient, stripe.PATH, stripe.headers(patient))
                return answer, stripe.examine(patient, answer)
            case "razorpay":
                login = razorpay.headers(patient)
                answer = self._visit(patient, razorpay.KEY_PATH, login)
                webhooks = self._visit(patient, razorpay.PATH, login)
                return answer, razorpay.examine(patient, answer, webhooks)
            case _:
                answer = self._visit(patient, shipstation.PATH, shipstation.headers(patient))
                return answer, shipstation.examine(patient, answer)

    def _visit(self, patient: Patient, path: str, headers: dict[str, str]) -> Visit:
        return visit(self.transport, patient, path, headers)

    def _our_time(self) -> datetime:
        """What the API says, as its clock checks the signatures; else this machine's."""
        reply = JsonHttp(self.transport, self.deployment.api_url).raw("GET", "/v1/orders", None)
        return told_at(reply) or datetime.now(UTC)


def _address(card: JsonObject, tenant_id: str) -> str:
    """A platform's account without secrets of its own is heard of by the platform's endpoint."""
    provider = str(card["provider"])
    of_the_platform = card["account_id"] and not card["signing_secrets"]
    return provider if of_the_platform else f"{provider}/{tenant_id}"
