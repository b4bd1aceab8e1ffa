"""Findings of cdk-nag that are accepted, each with its reason."""

from aws_cdk import Acknowledgment, Validations
from aws_cdk import aws_iam as iam
from constructs import Construct, IConstruct

from infra.stages import StageSettings


def acknowledge(construct: IConstruct | iam.IPrincipal, *, rule: str, reason: str) -> None:
    """Accept one AwsSolutions finding on a construct; the reason is for its readers."""
    if not isinstance(construct, Construct):
        raise TypeError(f"findings are accepted on constructs, not on {construct!r}")
    Validations.of(construct).acknowledge(Acknowledgment(id=f"AwsSolutions-{rule}", reason=reason))


def acknowledge_plain_http(construct: IConstruct, *, stage: StageSettings, rule: str) -> None:
    """Accept that a stage without TLS does not demand TLS."""
    if not stage.tls_only:
        acknowledge(
            construct,
            rule=rule,
            reason="The emulator serves plain HTTP on loopback and enforces aws:SecureTransport; "
            "the omission is listed in infra/local_omissions.py.",
        )
