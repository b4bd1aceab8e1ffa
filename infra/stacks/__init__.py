"""The stacks; they wire constructs and hold no resource of their own."""
