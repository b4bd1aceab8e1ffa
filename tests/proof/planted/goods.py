"""Planted where stock, labels and the order itself change."""

from tests.proof.checker import parcels, stock, telling
from tests.proof.packaged import Edit
from tests.proof.planted.bug import REPOSITORY, Bug, dies
from tests.proof.troubles import Fault, Troubles

BUGS = (
    Bug(
        "no condition on the version",
        telling.RULE,
        "cancelled while paying",
        (
            Edit(
                REPOSITORY,
                "when=still_at(order.version - 1),\n                otherwise=changed,\n",
                "when=present(),\n                otherwise=changed,\n",
            ),
        ),
        # The cancellation is written when the payment has come meanwhile.
        lambda: Troubles(
            faults=[
                Fault(
                    *("dynamodb", "slow", 9, 9.0),
                    function="merchant_api",
                    name="TransactWriteItems EVENT ORDER",
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
                REPOSITORY,
                "                move(writing, self.tenant_id, stock)\n",
                "                with self._table.writing() as apart:\n"
                "                    move(apart, self.tenant_id, stock)\n",
            ),
        ),
        lambda: dies("release_stock", "TransactWriteItems", after=False, nth=2),
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
        lambda: dies("arrange_shipping", "shipstation POST /v2/labels/rates", after=True),
    ),
    Bug(
        "a label is given back in the books only",
        parcels.RULE,
        "cancelled with a label",
        (
            Edit(
                "services/void_label.py",
                "carrier.void(label_id)",
                "pass",
            ),
        ),
        seconds=24,
    ),
)
