"""How large DynamoDB takes an item to be, which is what it bills by."""


def item_size(value: object) -> int:
    """By DynamoDB's rules, near enough: names and texts in full, 3 bytes for a map or list.

    Numbers: a byte for two digits, and one.
    """
    if isinstance(value, str):
        return len(value.encode())
    if isinstance(value, bool):
        return 1
    if isinstance(value, list):
        return 3 + sum(1 + item_size(inner) for inner in value)
    assert isinstance(value, dict)
    if len(value) == 1 and next(iter(value)) in {"S", "N", "BOOL", "L", "M", "NULL"}:
        ((kind, inner),) = value.items()
        return (len(inner) + 1) // 2 + 1 if kind == "N" else item_size(inner)
    return 3 + sum(1 + len(name) + item_size(inner) for name, inner in value.items())
