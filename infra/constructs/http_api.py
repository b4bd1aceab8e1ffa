"""The HTTP API: the door for webhooks, the merchants' API, the operators' API."""

from aws_cdk import Duration
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk.aws_apigatewayv2_authorizers import HttpLambdaAuthorizer, HttpLambdaResponseType
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

from infra.constructs.acknowledge import acknowledge
from infra.stages import StageSettings

# No body, no query string, no header: those may carry credentials.
_ACCESS_LOG_FORMAT = (
    '{"requestId":"$context.requestId","time":"$context.requestTime",'
    '"route":"$context.routeKey","status":"$context.status",'
    '"latencyMs":"$context.responseLatency","bytes":"$context.responseLength",'
    '"error":"$context.error.message"}'
)


class HttpApi(Construct):
    """Exposes ``api``; routes are added by what they are for."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        stage: StageSettings,
        authorize: lambda_.Function,
    ) -> None:
        super().__init__(scope, construct_id)
        self.api = apigateway.HttpApi(self, "Api", create_default_stage=False)
        self._authorizer = HttpLambdaAuthorizer(
            "ApiKeys",
            authorize,
            response_types=[HttpLambdaResponseType.SIMPLE],
            identity_source=["$request.header.Authorization"],
            # Not cached: an operator's answer depends on the tenant header too,
            # and a header that may be absent cannot be part of the cache's key.
            results_cache_ttl=Duration.seconds(0),
        )
        access_log = logs.LogGroup(
            self,
            "AccessLog",
            retention=stage.log_retention,
            removal_policy=stage.removal_policy,
        )
        access_log.grant_write(iam.ServicePrincipal("apigateway.amazonaws.com"))
        deployed = apigateway.HttpStage(
            self,
            "Stage",
            http_api=self.api,
            stage_name="$default",
            auto_deploy=True,
            throttle=apigateway.ThrottleSettings(
                rate_limit=stage.throttle_rate_per_second, burst_limit=stage.throttle_burst
            ),
        )
        template = deployed.node.default_child
        assert isinstance(template, apigateway.CfnStage)  # noqa: S101 - narrows for mypy
        template.access_log_settings = apigateway.CfnStage.AccessLogSettingsProperty(
            destination_arn=access_log.log_group_arn, format=_ACCESS_LOG_FORMAT
        )

    def receive_webhooks(self, function: lambda_.Function) -> None:
        """Let providers post, or log in first; the function verifies what they show."""
        integration = HttpLambdaIntegration("Webhooks", function)
        door = "/webhooks/{provider}/{tenant_id}"
        routes = [
            route
            for path in ("/webhooks/{provider}", door, f"{door}/token")
            for route in self.api.add_routes(
                path=path, methods=[apigateway.HttpMethod.POST], integration=integration
            )
        ]
        for route in routes:
            acknowledge(
                route,
                rule="APIG4",
                reason="Providers cannot send an API key; ingest_webhook refuses every request "
                "without the provider's valid signature, or client secret when it logs in.",
            )

    def serve(self, prefix: str, function: lambda_.Function) -> None:
        """Serve everything below a prefix, for callers the authorizer let in."""
        self._route(f"/{prefix}/{{proxy+}}", prefix.capitalize(), function)

    def serve_one(self, path: str, name: str, function: lambda_.Function) -> None:
        """Serve one address, which goes before the prefixes it is below."""
        self._route(path, name, function)

    def _route(self, path: str, name: str, function: lambda_.Function) -> None:
        self.api.add_routes(
            path=path,
            methods=[apigateway.HttpMethod.ANY],
            integration=HttpLambdaIntegration(name, function),
            authorizer=self._authorizer,
        )
