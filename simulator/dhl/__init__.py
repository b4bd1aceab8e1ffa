"""Simulated DHL Express (MyDHL)."""
