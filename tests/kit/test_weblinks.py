"""Addresses of the web are found however they are written, and sentences, files and mail addresses are none."""

import pytest

from baiying.kit.values import weblinks

pytestmark = pytest.mark.rules


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请点 https://evil.example/a?b=1 领取", "https://evil.example/a?b=1"),
        ("报名：http://t.cn/A6xyz", "http://t.cn/a6xyz"),
        ("看www.abc.com。", "www.abc.com"),
        ("ｗｗｗ．ａｂｃ．ｃｏｍ", "www.abc.com"),
        ("ＨＴＴＰＳ：／／ａｂｃ．ｃｏｍ／ｘ", "https://abc.com/x"),
        ("https : // abc.com/x", "https://abc.com/x"),
        ("abc.com", "abc.com"),
        ("abc。com", "abc.com"),
        ("abc 点 com", "abc.com"),
        ("abc点cn", "abc.cn"),
        ("abc . com", "abc.com"),
        ("abc[dot]com", "abc.com"),
        ("加群weixin://dl/business", "weixin://dl/business"),
        ("ftp://a.b/c", "ftp://a.b/c"),
        ("短链 u.top/3fG", "u.top/3fg"),
        ("gov.cn.evil.com 上登记", "gov.cn.evil.com"),
        ("http://evil.com,.gov.cn", "http://evil.com,.gov.cn"),
        ("http://evil.com\\.gov.cn", "http://evil.com\\.gov.cn"),
        ("https://www.gov.cn@evil.com/", "https://www.gov.cn@evil.com/"),
        ("a\u200bbc.c\u200bom", "abc.com"),
        ("爱心.中国", ""),
        ("ai.中国", "ai.中国"),
    ],
)
def test_an_address_is_found_and_named(text: str, found: str) -> None:
    assert weblinks.link_in(text, allowed=["gov.cn"]) == found


@pytest.mark.parametrize(
    "text",
    [
        "", "政策见 https://www.gov.cn/zhengce/2026.htm", "www.hebei.gov.cn 有通知", "看 xuchang.gov.cn。",
        "报名表.doc 请填好", "图1.jpg、附件2.pdf、v1.2.3", "走 3.5 公里，带 1.5L 水", "2026.11.30 9.30 集合",
        "发到 zyz@example.com", "I cannot come.work is busy.", "Thanks. Me too.", "A.B两队，C.D两队", "上午9点com",
        "第2.3.4组",
        "每人50元。cn是中国的缩写吗？", "毛巾2.条", "比分 3:2，比例 1:3", "早上 8 点 到 9 点", "QQ、微信都行",
        "e.g. in the hall, i.e. room 3.", "时间：9:00//12:00",
    ],
)  # fmt: skip
def test_sentences_files_and_mail_are_no_addresses(text: str) -> None:
    assert weblinks.link_in(text, allowed=["gov.cn"]) == ""
