"""Razorpay: orders, captures and refunds over HTTP, and its webhooks."""
