"""Razorpay: orders, payments, refunds and webhooks."""
