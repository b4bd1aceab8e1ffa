"""Who may reach what without a tenant's credentials: everything else is an offence.

The policies of the functions' own roles say this and no more (tests/infra/test_tenant_access.py),
and no request of the end-to-end suite goes beyond it (tests/e2e/key_watch.py).
"""

ON_THE_PLATFORM: dict[str, list[tuple[set[str], list[str]]]] = {
    # Providers name a tenant and prove nothing until their signature is checked.
    # To the platform's own endpoint they name an account, which is one tenant's.
    "ingest_webhook": [({"dynamodb:GetItem"}, ["T#*#META", "PLATFORM#*"])],
    "authorize": [({"dynamodb:GetItem"}, ["KEY#*"])],
    "operator_api": [
        # A tenant and its API key are registered in one transaction, and the key is no tenant's.
        ({"dynamodb:PutItem"}, ["KEY#*", "T#*#META"]),
        ({"dynamodb:GetItem", "dynamodb:PutItem"}, ["PLATFORM#*"]),
        ({"dynamodb:GetItem", "dynamodb:PutItem"}, ["PLATFORM"]),
    ],
    "arrange_shipping": [({"dynamodb:GetItem"}, ["PLATFORM"])],
    "reconcile_stock": [({"dynamodb:Query"}, ["TENANTS#*"])],
    "sweep_gaps": [({"dynamodb:Query"}, ["TENANTS#*"])],
    "examine_connection": [({"dynamodb:Query"}, ["TENANTS#*"])],
}
"""By function: actions, and patterns of the partition keys they may name."""
