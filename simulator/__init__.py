"""Stateful doubles of the payment and shipping providers, served over HTTP on loopback."""
