"""Merchants to begin with: registered, connected to the simulated providers, with products."""
