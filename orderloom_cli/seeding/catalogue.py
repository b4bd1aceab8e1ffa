"""What the two demo merchants are and sell."""

from typing import Any

SHIP_FROM: dict[str, Any] = {
    "name": "Fulfilment centre",
    "line1": "500 Dock Street",
    "city": "Oakland",
    "state": "CA",
    "postal_code": "94607",
    "country": "US",
    "phone": "+1 510 555 0100",
}
MERCHANTS = {"acme-tea": "Acme Tea", "globex-books": "Globex Books"}
PRODUCTS: dict[str, dict[str, Any]] = {
    "TEA-250": {
        "name": "Darjeeling, 250 g",
        "price": 1450,
        "currency": "USD",
        "weight_grams": 320,
        "stock": 100,
    },
    "BOOK-7": {
        "name": "The Loom, hardcover",
        "price": 2900,
        "currency": "USD",
        "weight_grams": 900,
        "stock": 25,
    },
}


def order_for(sku: str, quantity: int, reference: str) -> dict[str, Any]:
    """A body for POST /v1/orders."""
    return {
        "currency": PRODUCTS[sku]["currency"],
        "lines": [{"sku": sku, "quantity": quantity}],
        "customer": {"name": "Ada Example", "email": "ada@example.com"},
        "ship_to": {
            "name": "Ada Example",
            "line1": "12 Analytical Row",
            "city": "Portland",
            "state": "OR",
            "postal_code": "97205",
            "country": "US",
            "phone": "+1 503 555 0100",
        },
        "reference": reference,
    }
