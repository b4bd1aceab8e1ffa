"""USPS APIs v3: parcels inside the United States."""
