"""Shiprocket: many Indian couriers behind one account; inside India, in rupees."""
