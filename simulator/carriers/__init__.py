"""What the simulated carriers have in common."""
