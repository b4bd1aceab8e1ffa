from pathlib import Path

from tests.unit.cli.harness import CommandLine

LINK = {
    "url": "http://s3/labels/se-1.pdf?X-Amz-Signature=" + "f" * 64,
    "expires_at": "2026-11-21T12:05:00Z",
    "format": "pdf",
}
ADDRESS = "GET /v1/orders/ord_1/label"


def test_the_link_stands_whole_on_a_line(cli: CommandLine) -> None:
    cli.transport.answers = {ADDRESS: (200, LINK)}
    outcome = cli.run("orders", "label", "ord_1", tenant="acme")
    assert outcome.code == 0
    assert LINK["url"] in outcome.out.splitlines()


def test_the_label_is_saved(cli: CommandLine, tmp_path: Path) -> None:
    cli.transport.answers = {ADDRESS: (200, LINK), "GET /labels/se-1.pdf": (200, "%PDF")}
    path = tmp_path / "label.pdf"
    outcome = cli.run("orders", "label", "ord_1", "--save", str(path), "--json", tenant="acme")
    assert outcome.document == {"order_id": "ord_1", "format": "pdf", "path": str(path)}
    assert b"%PDF" in path.read_bytes()
    assert "Authorization" not in cli.transport.requests[-1].headers


def test_a_label_that_is_gone_is_no_label(cli: CommandLine, tmp_path: Path) -> None:
    cli.transport.answers = {ADDRESS: (200, LINK), "GET /labels/se-1.pdf": (404, "")}
    path = tmp_path / "label.pdf"
    outcome = cli.run("orders", "label", "ord_1", "--save", str(path), tenant="acme")
    assert (outcome.code, path.exists()) == (3, False)
