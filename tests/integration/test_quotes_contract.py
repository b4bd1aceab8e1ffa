"""Quotes, one behaviour for the fake and for DynamoDB."""

from datetime import timedelta
from itertools import count

import pytest
from orderloom.adapters.dynamodb.quotes import DynamoQuotes
from orderloom.domain.identifiers import new_quote_id
from orderloom.domain.parcel import Parcel
from orderloom.domain.quote import CarrierAnswer, OfferOnRecord, Outcome, Quote
from orderloom.errors import CorruptRecord
from orderloom.ports.quotes import Quotes

from tests.fakes.clock import MOMENT
from tests.fakes.quotes import FakeQuotes
from tests.integration.worlds import DynamoWorld, World

DIGEST = "0123456789abcdef" * 2
_numbers = count(1)


@pytest.fixture
def quotes(world: World) -> Quotes:
    if isinstance(world, DynamoWorld):
        return DynamoQuotes(world.table, world.tenant_id)
    return FakeQuotes(world.tenant_id)


def a_quote(tenant_id: str, *, minutes: int = 0) -> Quote:
    quoted_at = MOMENT + timedelta(minutes=minutes)
    offer = OfferOnRecord(
        account="ups", rate_id="03", carrier="ups", service="g", amount=8, currency="USD"
    )
    missing = CarrierAnswer(account="dhl", outcome=Outcome.TIMED_OUT, detail="no answer in 2 s")
    return Quote(
        quote_id=new_quote_id(DIGEST, quoted_at, lambda _: next(_numbers)),
        tenant_id=tenant_id,
        digest=DIGEST,
        lane="f" * 32,
        currency="USD",
        parcels=(Parcel(700, 100, 200, 300), Parcel(550)),
        offers=(offer,),
        answers=(CarrierAnswer(account="ups", outcome=Outcome.OFFERED), missing),
        quoted_at=quoted_at,
        good_until=quoted_at + timedelta(minutes=15),
    )


def test_a_quote_comes_back_as_it_was_and_the_newest_of_a_question(quotes: Quotes) -> None:
    older, newer = (a_quote(quotes.tenant_id, minutes=minutes) for minutes in (0, 20))
    for quote in (newer, older):
        quotes.save(quote)
    assert quotes.newest(DIGEST) == newer
    assert quotes.get(older.quote_id) == older


def test_nothing_is_known_of_what_was_never_asked(quotes: Quotes) -> None:
    assert quotes.newest("0" * 32) is None
    assert quotes.get(a_quote(quotes.tenant_id).quote_id) is None


def test_another_tenants_quote_is_not_kept_here(quotes: Quotes) -> None:
    with pytest.raises(CorruptRecord):
        quotes.save(a_quote("rival"))
