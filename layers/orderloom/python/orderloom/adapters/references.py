"""What our operations are called at carriers, whose reference fields are short."""


def reference(operation_key: str, *, longest: int) -> str:
    """`ord_1:label` as `ord_1label`: letters, digits and the room there is.

    Raises:
        ValueError: it would be cut, and then found by nobody or by another order.
    """
    name = operation_key.replace(":", "")
    if len(name) > longest:
        raise ValueError(f"operation key of more than {longest} characters")
    return name
