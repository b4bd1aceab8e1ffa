"""The ports over real vendors: the only place where a vendor is named."""
