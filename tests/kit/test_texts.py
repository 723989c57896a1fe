"""Signs that nobody sees are left out of what is typed; all that is seen stays."""

import pytest

from baiying.kit.values import texts

pytestmark = pytest.mark.rules


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("河边\u200b清洁", "河边清洁"),
        ("\ufeff张三\u200e", "张三"),
        ("\u202a13800000000\u202c", "13800000000"),
        ("文\u00ad明\u2060", "文明"),
        ("a\u200db\u200cc，\u200d你\u200d好\u200c\U00020000\u200d", "abc，你好\U00020000"),
        ("\u200d头", "头"),
        ("一\x07二\x7f\x85", "一二"),
        # Seen, or needed to see the rest.
        ("一行\r\n二行\t三\u3000四  五", "一行\r\n二行\t三\u3000四  五"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("é e\u0301 ️", "é e\u0301 ️"),
    ],
)
def test_what_nobody_sees_goes(typed: str, kept: str) -> None:
    assert texts.visible(typed) == kept
    assert texts.visible(kept) == kept
