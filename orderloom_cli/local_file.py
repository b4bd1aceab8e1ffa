"""build/local.json: what `orderloom up` left running, for other programs."""

import os
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from infra.paths import BUILD
from orderloom_cli.errors import InconsistentError

LOCAL_FILE = BUILD / "local.json"


class LocalTenant(BaseModel):
    """A demo tenant with all its keys; they open nothing but the simulator."""

    id: str
    api_key: str = Field(repr=False)
    signing_secrets: dict[str, str] = Field(repr=False)
    stripe_api_key: str = Field(repr=False)
    stripe_publishable_key: str
    shipstation_api_key: str = Field(repr=False)


class LocalFile(BaseModel):
    """Addresses and keys of the environment on this machine."""

    api_url: str
    simulator_url: str
    operator_key: str = Field(repr=False)
    endpoint_url: str
    region: str
    stack: str
    tenants: list[LocalTenant]

    def save(self, path: Path = LOCAL_FILE) -> None:
        """Readable by its owner only: it holds keys."""
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(self.model_dump_json(indent=2) + "\n")
        unfinished.replace(path)


def load_local_file(path: Path = LOCAL_FILE) -> LocalFile | None:
    """None when `orderloom up` has left nothing."""
    try:
        return LocalFile.model_validate_json(path.read_text())
    except FileNotFoundError:
        return None
    except ValidationError as exc:
        raise InconsistentError(f"{path} is not what `orderloom up` writes; run it again") from exc
