"""Bugs that have been made before, planted to see that the checker finds them."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.proof.checker import arrivals, ending, money, parcels, stock, telling
from tests.proof.packaged import Edit
from tests.proof.troubles import Call, Crash, Fault, Troubles

_NEW_EACH_TIME = "{__import__('uuid').uuid4().hex}"


@dataclass(frozen=True)
class Bug:
    """`rule`: what it breaks, told in `flow` with these troubles; `seconds`: as measured."""

    name: str
    rule: str
    flow: str
    edits: tuple[Edit, ...]
    troubles: Callable[[], Troubles] = Troubles
    seconds: float = 10.0


def _dies(function: str, name: str, *, after: bool, nth: int = 1, times: int = 1) -> Troubles:
    crash = Crash(Call(function, name, nth), takes_effect=after, like=True, times=times)
    return Troubles(crash)


def _failing(service: str, function: str, times: int) -> Troubles:
    return Troubles(faults=[Fault(service, "unavailable", times, function=function)])


_REPOSITORY = "adapters/dynamodb/orders.py"

BUGS = (
    Bug(
        "no dedupe: each delivery is an event of its own",
        telling.RULE,
        "delivered",
        (
            Edit(
                "adapters/dynamodb/order_mapping.py",
                "source.provider, source.event_id)",
                f'source.provider, f"{{source.event_id}}-{_NEW_EACH_TIME}")',
            ),
        ),
        lambda: Troubles(
            rules=[{"target": "webhook", "action": "duplicate", "copies": 2, "provider": "stripe"}]
        ),
    ),
    Bug(
        "claimed first, then applied",
        ending.RULE,
        "delivered",
        (
            Edit(
                _REPOSITORY,
                "            writing.put(event_record(owned(event, self.tenant_id)), "
                "when=absent(), otherwise=known)\n",
                "            put = self._table.put if event.provider_event else writing.put\n"
                "            put(event_record(owned(event, self.tenant_id)), "
                "when=absent(), otherwise=known)\n",
            ),
        ),
        lambda: _dies("apply_event", "TransactWriteItems", after=False),
    ),
    Bug(
        "a new key for each try to ask for the payment",
        money.ONE_CHARGE,
        "delivered",
        (
            Edit(
                "services/payment_request.py",
                'operation_key=f"{order.order_id}:payment"',
                f'operation_key=f"{{order.order_id}}:payment:{_NEW_EACH_TIME}"',
            ),
        ),
        lambda: _dies("await_payment", "stripe POST /v1/payment_intents", after=True),
    ),
    Bug(
        "a new key for each try to refund",
        money.ONE_CHARGE,
        "refunded",
        (
            Edit(
                "services/send_refund.py",
                "amount, operation)\n        except",
                f'amount, f"{{operation}}:{_NEW_EACH_TIME}")\n        except',
            ),
        ),
        lambda: _dies("drive_saga", "stripe POST /v1/refunds", after=True),
    ),
    Bug(
        "the first task token is kept",
        ending.RULE,
        "delivered",
        (
            Edit(
                "services/await_payment.py",
                "        self._orders.save_token(order_id, token)\n",
                "        if self._orders.token(order_id) is None:\n"
                "            self._orders.save_token(order_id, token)\n",
            ),
        ),
        lambda: _dies("await_payment", "TransactWriteItems", after=True),
    ),
    Bug(
        "no condition on the version",
        telling.RULE,
        "cancelled while paying",
        (Edit(_REPOSITORY, "when=still_at(order.version - 1)", "when=present()"),),
        lambda: Troubles(
            faults=[
                Fault(
                    *("dynamodb", "slow", 1, 6.0),
                    function="apply_event",
                    name="TransactWriteItems",
                )
            ]
        ),
    ),
    Bug(
        "stock is given back apart from the order's end",
        stock.RULE,
        "declined",
        (
            Edit(
                _REPOSITORY,
                "                move(writing, self.tenant_id, stock)\n",
                "                with self._table.writing() as apart:\n"
                "                    move(apart, self.tenant_id, stock)\n",
            ),
        ),
        lambda: _dies("release_stock", "TransactWriteItems", after=False, nth=2),
    ),
    Bug(
        "acknowledged, queued or not",
        arrivals.RULE,
        "delivered",
        (
            Edit(
                "services/ingest_webhook.py",
                "        self._queue.send(event)\n",
                "        try:\n            self._queue.send(event)\n"
                "        except Exception:\n            pass\n",
            ),
        ),
        lambda: _failing("sqs", "ingest_webhook", 20),
    ),
    Bug(
        "a label is bought without looking for one",
        parcels.RULE,
        "delivered",
        (
            Edit(
                "services/buy_label.py",
                "if newest is not None and newest.nothing_bought is None:",
                "if newest is None and newest is not None:",
            ),
        ),
        lambda: _dies("arrange_shipping", "shipstation POST /v2/labels/rates", after=True),
    ),
    Bug(
        "a payment nobody committed is forgotten",
        money.ONE_CHARGE,
        "given up",
        (
            Edit(
                "services/refund_payment.py",
                "if self._orders.token(order.order_id) is None:",
                "if order.order_id:",
            ),
        ),
        lambda: _dies("await_payment", "stripe POST /v1/payment_intents", after=True, times=9),
    ),
    Bug(
        "the ledger is not written",
        money.LEDGER,
        "delivered",
        (Edit(_REPOSITORY, "for entry in transition.entries:", "for entry in ():"),),
    ),
    Bug(
        "a label is given back in the books only",
        parcels.RULE,
        "cancelled with a label",
        (
            Edit(
                "services/void_label.py",
                "self._carrier(label.account).void(label.label_id)",
                "pass",
            ),
        ),
    ),
    Bug(
        "a cancelled order keeps the money",
        money.ONE_CHARGE,
        "cancelled with a label",
        (
            Edit(
                "services/refund_payment.py",
                "if order.payment.state in _HOLDS_MONEY:",
                "if order.payment.state is None:",
            ),
        ),
    ),
    Bug(
        "an event that fails is forgotten",
        arrivals.RULE,
        "delivered",
        (
            Edit(
                "services/apply_event.py",
                "        return self._apply(self._orders_for(event.tenant_id), fact, event, "
                "None)\n",
                "        try:\n            return self._apply("
                "self._orders_for(event.tenant_id), fact, event, None)\n"
                "        except Exception:\n            return Outcome.FOREIGN\n",
            ),
        ),
        lambda: _failing("dynamodb", "apply_event", 20),
    ),
    Bug(
        "the stream is acknowledged, whatever the queue says",
        ending.RULE,
        "declined",
        (
            Edit(
                "adapters/sqs_reactions.py",
                "        for entries in _batches(reactions):\n            with translated("
                '"SQS SendMessageBatch"):\n',
                "        for entries in _batches(reactions):\n"
                "            with __import__('contextlib').suppress(Exception):\n"
                "                answer = {}\n",
            ),
        ),
        lambda: _failing("sqs", "relay", 20),
    ),
    Bug(
        "idempotency keys are not looked at",
        arrivals.RULE,
        "declined",
        (
            Edit(
                "services/place_order.py",
                "        earlier = self._orders.idempotent(idempotency_key)\n        if earlier",
                "        earlier = None\n        if earlier",
            ),
            Edit(
                _REPOSITORY,
                "                when=absent() | expired(now),\n                otherwise=Already",
                "                otherwise=Already",
            ),
        ),
        lambda: _dies("merchant_api", "TransactWriteItems", after=True),
    ),
)
