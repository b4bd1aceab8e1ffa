"""One capability in each module; the stacks wire them together."""
