"""Several papers of one purchase, as one document to print."""

import pytest
from orderloom.adapters.label_papers import decoded, one_document
from orderloom.ports.carrier import LabelFormat

from tests.unit.adapters.papers import PNG, ZPL, b64, pages, pdf


@pytest.mark.parametrize("text", [None, "", " ", "<<cut>>", "YWJj*", 7, b"YWJj"])
def test_what_is_no_base64_is_no_paper(text: object) -> None:
    assert decoded(text) is None


def test_base64_may_be_broken_into_lines() -> None:
    assert decoded("YW\nJj\n") == b"abc"
    assert decoded(b64(ZPL)) == ZPL


def test_pdfs_are_bound_in_their_order() -> None:
    assert pages(one_document([pdf(2), pdf(1)], LabelFormat.PDF)) == 3


def test_printer_languages_follow_each_other_and_pictures_do_not() -> None:
    assert one_document([ZPL, b"\n" + ZPL], LabelFormat.ZPL) == ZPL + b"\n\n" + ZPL
    assert one_document([PNG], LabelFormat.PNG) == PNG
    assert one_document([PNG, PNG], LabelFormat.PNG) is None


@pytest.mark.parametrize(
    "papers",
    [[], [None], [pdf(), None], [None, pdf()], [pdf(), PNG], [b"%PDF-1.4 spoilt", pdf()]],
)
def test_a_document_that_lacks_a_paper_is_none(papers: list[bytes | None]) -> None:
    assert one_document(papers, LabelFormat.PDF) is None
