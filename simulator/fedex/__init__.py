"""Simulated FedEx (REST)."""
