"""The two tokens: who asks, and who pays."""

from starlette.responses import JSONResponse, Response

from simulator.usps.calls import UspsCall
from simulator.usps.errors import UspsError

TOKEN_SECONDS = 28_799
_PAYMENT_TOKEN_SECONDS = 8 * 3600


def log_in(call: UspsCall) -> Response:
    token = call.ids.token(40)
    call.account.tokens[token] = call.now + TOKEN_SECONDS
    answer = {"access_token": token, "token_type": "Bearer", "status": "approved"}
    return JSONResponse({**answer, "expires_in": str(TOKEN_SECONDS)})


def authorise_payment(call: UspsCall) -> Response:
    roles = {role["roleName"]: role for role in call.need("roles")}
    for name, fields in {"PAYER": "accountNumber", "LABEL_OWNER": "manifestMID"}.items():
        if not roles.get(name, {}).get(fields):
            raise UspsError(f"{name} is incomplete", parameter="roles")
    token = call.ids.token(60)
    call.account.payment_tokens[token] = call.now + _PAYMENT_TOKEN_SECONDS
    return JSONResponse({"paymentAuthorizationToken": token, "roles": list(roles.values())})
