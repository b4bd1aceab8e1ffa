"""A simulated Shiprocket: orders, couriers' numbers, label documents, tracking, webhooks."""
