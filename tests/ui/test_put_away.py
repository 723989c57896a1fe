"""What tests rest on: the file of a download that nobody read is closed with its test, not in the middle of another."""

from baiying.ui import workbooks
from tests.downloads import closed_in_the_end


def test_an_unread_download_is_closed_with_its_test() -> None:
    with closed_in_the_end():
        answer = workbooks.answer("some", [workbooks.Sheet("some", ["a"], [["b"]])], workbooks.Mark("some"))
        assert not answer.file_to_stream.closed
    assert answer.file_to_stream.closed
