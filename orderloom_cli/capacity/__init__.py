"""Whether the table's keys bear the traffic they were designed for: `orderloom simulate`.

The keys and shard counts come from the product's own functions. What each step costs stands in
`steps.py`, and tests/integration/test_step_costs.py holds it against what goes over the wire.
"""
