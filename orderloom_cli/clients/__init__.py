"""HTTP clients of Orderloom's API, of the providers and of the simulator's controls."""
