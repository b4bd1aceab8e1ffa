"""Simulated UPS (REST)."""
