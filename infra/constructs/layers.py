"""The two layers every function gets, from folders that infra/packaging built."""

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.packaging.layers import LayerFolders
from infra.stages import StageSettings


class Layers(Construct):
    """Exposes ``versions``, in the order Lambda unpacks them."""

    def __init__(
        self, scope: Construct, construct_id: str, *, stage: StageSettings, folders: LayerFolders
    ) -> None:
        super().__init__(scope, construct_id)
        self._stage = stage
        self.versions: list[lambda_.ILayerVersion] = [
            self._layer("Dependencies", str(folders.dependencies), "Locked runtime packages"),
            self._layer("Orderloom", str(folders.orderloom), "The orderloom package"),
        ]

    def _layer(self, construct_id: str, folder: str, description: str) -> lambda_.LayerVersion:
        return lambda_.LayerVersion(
            self,
            construct_id,
            code=lambda_.Code.from_asset(folder),
            description=description,
            compatible_runtimes=[lambda_.Runtime.PYTHON_3_13],
            removal_policy=self._stage.removal_policy,
        )
