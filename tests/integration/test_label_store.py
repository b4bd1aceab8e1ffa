"""Labels on a real S3."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
import requests
from orderloom.adapters.s3_labels import S3LabelStore
from orderloom.domain.parcel import LabelFormat
from orderloom.errors import Misconfigured


@pytest.mark.usefixtures("aws")
def test_a_label_is_kept_under_its_tenant_and_order() -> None:
    client = boto3.client("s3")
    client.create_bucket(Bucket="labels-here")
    store = S3LabelStore("labels-here")
    for document in (b"%PDF-1.4 first", b"%PDF-1.4 again"):
        key = store.put(
            tenant_id="acme",
            order_id="ord_1",
            label_id="se-1",
            document=document,
            label_format=LabelFormat.PDF,
        )
    assert key == "labels/acme/ord_1/se-1.pdf"
    kept = client.get_object(Bucket="labels-here", Key=key)
    assert (kept["Body"].read(), kept["ContentType"]) == (b"%PDF-1.4 again", "application/pdf")


@pytest.mark.usefixtures("aws")
def test_a_link_needs_no_credentials_and_ends() -> None:
    boto3.client("s3").create_bucket(Bucket="labels-to-link")
    store = S3LabelStore("labels-to-link")
    key = store.put(
        tenant_id="acme",
        order_id="ord_1",
        label_id="se-1",
        document=b"^XA",
        label_format=LabelFormat.ZPL,
    )
    assert key.endswith(".zpl")
    link = store.link(key, timedelta(minutes=5))
    answer = requests.get(link, timeout=10)
    assert (answer.content, answer.headers["Content-Type"]) == (b"^XA", "application/zpl")
    asked = parse_qs(urlsplit(link).query)
    assert (asked["X-Amz-Expires"], asked["X-Amz-Algorithm"]) == (["300"], ["AWS4-HMAC-SHA256"])


@pytest.mark.usefixtures("aws")
def test_a_bucket_that_is_not_there_is_a_matter_for_a_person() -> None:
    with pytest.raises(Misconfigured):
        S3LabelStore("no-such-bucket").put(
            tenant_id="acme",
            order_id="ord_1",
            label_id="se-1",
            document=b"%PDF",
            label_format=LabelFormat.PDF,
        )
