"""What functions share about an account at a provider: its token, and its turns."""

from pynamodb.attributes import UnicodeAttribute

from orderloom.adapters.dynamodb.attributes import WholeNumber
from orderloom.adapters.dynamodb.record import Record


class AccessTokenRecord(Record):
    """An access token. `fetching_until` is set while somebody asks for the next one.

    Moments of `good_until` and `fetching_until` are milliseconds since 1970.
    """

    token_enc = UnicodeAttribute(null=True)
    good_until = WholeNumber(null=True)
    fetching_until = WholeNumber(null=True)
    expires_at = WholeNumber(null=True)


class CallBudgetRecord(Record):
    """`next_turn` is when the next call may be made, in milliseconds since 1970."""

    next_turn = WholeNumber()
    expires_at = WholeNumber()
