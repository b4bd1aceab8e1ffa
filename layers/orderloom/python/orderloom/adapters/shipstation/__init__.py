"""ShipStation API v2 (the shapes of ShipEngine v1)."""
