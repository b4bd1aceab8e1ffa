"""ShipStation's API, version 2: rates, labels, voids, tracking and its webhooks."""
