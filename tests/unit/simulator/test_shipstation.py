import re
from urllib.parse import urlsplit

import pytest

from tests.unit.simulator.clients import ADDRESS, Shipper
from tests.unit.simulator.harness import Harness


def test_rates_become_a_label_with_a_pdf(sim: Harness, shipper: Shipper) -> None:
    quoted = shipper.rates(external_shipment_id="order-1")
    rates = quoted["rate_response"]["rates"]
    label = shipper.call("POST", f"labels/rates/{rates[0]['rate_id']}", json={}).json()
    pdf = sim.call("GET", urlsplit(label["label_download"]["pdf"]).path)

    amounts = [rate["shipping_amount"]["amount"] for rate in rates]
    assert amounts == sorted(amounts)
    assert label["shipment_cost"] == rates[0]["shipping_amount"]
    assert (label["status"], label["voided"]) == ("completed", False)
    assert label["shipment_id"] == quoted["shipment_id"]
    assert pdf.headers["content-type"] == "application/pdf"
    assert label["tracking_number"].encode() in pdf.content


def test_a_label_comes_with_its_paper_where_that_is_asked_for(shipper: Shipper) -> None:
    rate = shipper.rates()["rate_response"]["rates"][0]["rate_id"]
    wanted = {"label_download_type": "inline"}
    label = shipper.call("POST", f"labels/rates/{rate}", json=wanted).json()
    paper = label["label_download"]["href"]
    assert paper.startswith("data:application/pdf;base64,")
    path = f"labels/{label['label_id']}"
    assert shipper.call("GET", path).json()["label_download"]["href"].startswith("http")
    again = shipper.call("GET", f"{path}?label_download_type=inline").json()
    assert again["label_download"]["href"] == paper


def test_the_pdf_table_points_at_its_objects(sim: Harness, shipper: Shipper) -> None:
    href = shipper.buy()["label_download"]["href"]
    pdf = sim.call("GET", urlsplit(href).path).content
    table = int(re.findall(rb"startxref\n(\d+)", pdf)[0])
    offsets = [int(offset) for offset in re.findall(rb"(\d{10}) 00000 n", pdf)]

    assert pdf.startswith(b"%PDF-")
    assert pdf[table:].startswith(b"xref\n0 6")
    assert all(
        pdf[offset:].startswith(b"%d 0 obj" % number)
        for number, offset in enumerate(offsets, start=1)
    )


def test_a_label_is_found_again_by_what_the_caller_knows(shipper: Shipper) -> None:
    label = shipper.buy(external_shipment_id="order-1")
    shipper.buy(external_shipment_id="order-2")
    shipment = shipper.call("GET", "shipments/external_shipment_id/order-1").json()

    for query in (
        {"tracking_number": label["tracking_number"]},
        {"shipment_id": shipment["shipment_id"]},
    ):
        found = shipper.call("GET", "labels", params=query).json()
        assert [entry["label_id"] for entry in found["labels"]] == [label["label_id"]]
    by_name = shipper.call("GET", "labels/external_shipment_id/order-1").json()
    assert by_name["label_id"] == label["label_id"]


def test_buying_twice_buys_two_labels(sim: Harness, shipper: Shipper) -> None:
    body = {"shipment": shipper.shipment(carrier_id="se-1002", service_code="ups_ground")}
    numbers = {
        shipper.call("POST", "labels", json=body).json()["tracking_number"] for _ in range(2)
    }

    assert len(numbers) == 2
    books = sim.control("GET", "/books")["shipstation"][shipper.key]
    assert books["labels"]["count"] == 2
    assert books["sums"]["net"] == books["sums"]["bought"] > 0


def test_a_void_is_approved_once(sim: Harness, shipper: Shipper) -> None:
    label = shipper.buy()["label_id"]
    first = shipper.call("PUT", f"labels/{label}/void")
    second = shipper.call("PUT", f"labels/{label}/void")

    assert (first.status_code, first.json()["approved"]) == (200, True)
    assert (second.status_code, second.json()["approved"]) == (200, False)
    assert second.json()["reason_code"] == "label_already_voided"
    assert shipper.call("GET", f"labels/{label}").json()["status"] == "voided"
    books = sim.control("GET", "/books")["shipstation"][shipper.key]
    assert (books["voids"]["approved"], books["voids"]["refused"]) == (1, 1)
    assert books["sums"]["net"] == 0


def test_a_parcel_on_its_way_cannot_be_voided(shipper: Shipper) -> None:
    label = shipper.buy()["label_id"]
    shipper.advance(label, status="in_transit")

    refused = shipper.call("PUT", f"labels/{label}/void").json()
    assert (refused["approved"], refused["reason_code"]) == (False, "label_already_used")


def test_an_old_label_cannot_be_voided(sim: Harness, shipper: Shipper) -> None:
    label = shipper.buy()["label_id"]
    sim.advance(40 * 86_400)

    refused = shipper.call("PUT", f"labels/{label}/void").json()
    assert refused["reason_code"] == "label_not_found_within_void_period"


@pytest.mark.parametrize("grams", [0, -5])
def test_an_impossible_weight_is_refused_by_name(shipper: Shipper, grams: int) -> None:
    body = {"rate_options": {"carrier_ids": ["se-1001"]}, "shipment": shipper.shipment(grams)}
    refused = shipper.call("POST", "rates", json=body)
    error = refused.json()["errors"][0]

    assert refused.status_code == 400
    assert error["error_code"] == "invalid_field_value"
    assert error["field_name"] == "shipment.packages[0].weight.value"
    assert refused.json()["request_id"]


def test_every_missing_field_is_reported(shipper: Shipper) -> None:
    address = {"name": ADDRESS["name"]}
    body = {
        "rate_options": {"carrier_ids": ["se-1001"]},
        "shipment": shipper.shipment(ship_to=address),
    }
    errors = shipper.call("POST", "rates", json=body).json()["errors"]

    assert {error["error_code"] for error in errors} == {"field_value_required"}
    assert "shipment.ship_to.postal_code" in [error["field_name"] for error in errors]


def test_too_heavy_a_parcel_gets_an_invalid_rate(shipper: Shipper) -> None:
    response = shipper.rates(grams=900)["rate_response"]

    assert [rate["service_code"] for rate in response["invalid_rates"]] == ["usps_first_class_mail"]
    assert "usps_first_class_mail" not in [rate["service_code"] for rate in response["rates"]]


def test_unknown_things_and_callers_are_refused(sim: Harness, shipper: Shipper) -> None:
    assert sim.call("GET", "/shipstation/v2/labels").status_code == 401
    assert shipper.call("GET", "labels/se-1").status_code == 404
    assert shipper.call("POST", "labels/rates/se-1", json={}).status_code == 404
    other = Shipper(sim, "ship_two")
    assert other.call("GET", f"labels/{shipper.buy()['label_id']}").status_code == 404


def test_a_rate_limit_says_when_to_come_back(sim: Harness, shipper: Shipper) -> None:
    sim.fault(target="api", provider="shipstation", action="status", status=429, times=1)
    limited = shipper.call("GET", "labels")

    assert (limited.status_code, limited.headers["Retry-After"]) == (429, "1")
    assert limited.json()["errors"][0]["error_code"] == "rate_limit_exceeded"
