"""The rules of orders, payments, parcels and stock: pure, no input or output."""
