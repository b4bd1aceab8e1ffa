"""Planted where messages come in and are passed on."""

from tests.proof.checker import arrivals, ending, telling
from tests.proof.packaged import Edit
from tests.proof.planted.bug import NEW_EACH_TIME, REPOSITORY, Bug, dies, failing
from tests.proof.troubles import Fault, Troubles

BUGS = (
    Bug(
        "no dedupe: each delivery is an event of its own",
        telling.RULE,
        "delivered",
        (
            Edit(
                "adapters/dynamodb/order_mapping.py",
                "source.provider, source.event_id)",
                f'source.provider, f"{{source.event_id}}-{NEW_EACH_TIME}")',
            ),
        ),
        lambda: Troubles(
            rules=[{"target": "webhook", "action": "duplicate", "copies": 2, "provider": "stripe"}]
        ),
        seconds=25,
    ),
    Bug(
        "claimed first, then applied",
        ending.RULE,
        "delivered",
        (
            Edit(
                REPOSITORY,
                "                record = event_record(owned(event, self.tenant_id))\n"
                "                writing.put(record, when=absent(), otherwise=known)\n",
                "                record = event_record(owned(event, self.tenant_id))\n"
                "                put = self._table.put if event.provider_event else writing.put\n"
                "                put(record, when=absent(), otherwise=known)\n",
            ),
        ),
        lambda: dies("apply_event", "TransactWriteItems", after=False),
    ),
    Bug(
        "an object leads to its order only if its step lives to say so",
        ending.RULE,
        "delivered",
        (
            Edit(
                "services/apply_event.py",
                "if news.order_id is not None and orders.find(*known.name) is None:",
                "if news.order_id is not None and not known.name:",
            ),
        ),
        lambda: dies("await_payment", "PutItem REF", after=False),
    ),
    Bug(
        "the token is stored after all is done",
        ending.RULE,
        "delivered",
        (
            Edit(
                "services/await_payment.py",
                "        self._orders.save_token(order_id, token)\n        order =",
                "        order =",
            ),
            Edit(
                "services/await_payment.py",
                "            self._saga.resume(token)\n",
                "            self._saga.resume(token)\n"
                "        self._orders.save_token(order_id, token)\n",
            ),
            Edit(
                "services/drive_saga.py",
                'raise TransientError(f"{reaction.order_id} was paid before it was asked to")',
                "return",
            ),
        ),
        lambda: Troubles(
            faults=[
                Fault(
                    *("dynamodb", "lost on the way", 2),
                    function="await_payment",
                    name="PutItem TOKEN",
                )
            ]
        ),
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
        lambda: failing("sqs", "ingest_webhook", 4),
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
        lambda: failing("dynamodb", "apply_event", 20),
    ),
    Bug(
        "the stream is acknowledged, whatever the queue says",
        ending.RULE,
        "declined",
        (
            Edit(
                "adapters/sqs_sender.py",
                '            with translated("SQS SendMessageBatch"):\n',
                "            answer = {}\n"
                "            with __import__('contextlib').suppress(Exception):\n",
            ),
        ),
        lambda: failing("sqs", "relay", 20),
    ),
    Bug(
        "idempotency keys are not looked at",
        arrivals.RULE,
        "declined",
        (
            Edit(
                "services/place_order.py",
                "        earlier = self._orders.idempotent(idempotency_key)\n        known",
                "        earlier = None\n        known",
            ),
            Edit(
                REPOSITORY,
                "            when=absent() | expired(now),\n            otherwise=Already",
                "            otherwise=Already",
            ),
        ),
        lambda: dies("merchant_api", "TransactWriteItems", after=True),
    ),
)
