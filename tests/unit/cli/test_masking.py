import json

from orderloom_cli.dlq.documents import letter_document
from orderloom_cli.dlq.masking import MASK, masked, masked_body
from tests.unit.cli.fakes import letter

INTENT = {
    "id": "pi_1",
    "amount": 2900,
    "client_secret": "pi_1_secret_abc",
    "receipt_email": "ada@example.com",
    "shipping": {"name": "Ada", "address": {"line1": "12 Row"}},
    "note": "call ada@example.com about sk_test_123",
    "lines": [{"name": "Ada", "sku": "TEA"}],
    "email": None,
}


def test_secrets_and_personal_data_are_masked_and_the_rest_is_not() -> None:
    assert masked(INTENT) == {
        "id": "pi_1",
        "amount": 2900,
        "client_secret": MASK,
        "receipt_email": MASK,
        "shipping": MASK,
        "note": f"call {MASK} about {MASK}",
        "lines": [{"name": MASK, "sku": "TEA"}],
        "email": None,
    }


def test_a_carriers_names_for_people_and_places_are_masked() -> None:
    scan = {"signer": "ADA", "city_locality": "Portland", "latitude": 45.5, "status_code": "DE"}
    assert masked(scan) == {
        "signer": MASK,
        "city_locality": MASK,
        "latitude": MASK,
        "status_code": "DE",
    }


def test_a_body_that_is_not_json_is_not_shown() -> None:
    assert masked_body("Ada, 12 Row") == "11 characters that are not JSON"


def test_signatures_are_hidden_until_the_whole_message_is_asked_for() -> None:
    signed = letter("a", body=json.dumps(INTENT), headers='{"stripe-signature": "v1=abc"}')
    assert "v1=abc" not in json.dumps(letter_document(signed))
    assert "Ada" not in json.dumps(letter_document(signed))
    whole = letter_document(signed, whole=True)
    assert "v1=abc" in whole["attributes"]["headers"]
    assert whole["body"] == signed.body
