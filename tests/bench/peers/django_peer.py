"""Django with dj-stripe on PostgreSQL: its own view does all of its work in the request.

`python django_peer.py set-up` migrates and makes the endpoint; gunicorn serves `application`.
The environment says BENCH_DATABASE_PORT, BENCH_STRIPE_URL, BENCH_SECRET.
"""

import os
import sys

import django
import stripe
from django.conf import settings

ENDPOINT = "6f1c1f0a-9a2b-4bb4-9d8f-0d9a53a7a001"

settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="django_peer",
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "djstripe"],
    USE_TZ=True,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": "127.0.0.1",
            "PORT": os.environ["BENCH_DATABASE_PORT"],
            "USER": "postgres",
            "NAME": "djstripe",
            "CONN_MAX_AGE": None,
        }
    },
    STRIPE_LIVE_MODE=False,
    STRIPE_TEST_SECRET_KEY="sk_test_" + "0" * 24,
    STRIPE_LIVE_SECRET_KEY="sk_live_" + "0" * 24,
    DJSTRIPE_FOREIGN_KEY_TO_FIELD="id",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    LOGGING_CONFIG=None,
)
stripe.api_base = os.environ["BENCH_STRIPE_URL"]
stripe.max_network_retries = 0
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402 - after the set-up
from django.urls import include, path  # noqa: E402

urlpatterns = [path("stripe/", include("djstripe.urls", namespace="djstripe"))]
application = WSGIHandler()


def _set_up() -> None:
    from django.core.management import call_command  # noqa: PLC0415 - needed here only
    from djstripe.models import Account, WebhookEndpoint  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    account = Account.objects.create(id="acct_bench", livemode=False, stripe_data={})
    WebhookEndpoint.objects.create(
        id="we_bench",
        djstripe_uuid=ENDPOINT,
        secret=os.environ["BENCH_SECRET"],
        url="http://127.0.0.1/",
        livemode=False,
        enabled_events=["*"],
        djstripe_owner_account=account,
        stripe_data={},
    )


if __name__ == "__main__" and sys.argv[1:] == ["set-up"]:
    _set_up()
