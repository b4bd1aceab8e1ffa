"""The argument that names an order."""

from typing import Annotated

import typer

OrderId = Annotated[str, typer.Argument(help="ord_…")]
