"""Moving tenants between tables, exporting and erasing them."""
