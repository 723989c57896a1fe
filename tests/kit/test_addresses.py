"""Whose address counts: what trusted proxies say, never what the asker says of himself."""

import pytest

from baiying.kit import addresses

pytestmark = pytest.mark.rules


@pytest.mark.parametrize(
    ("trusted", "remote", "forwarded", "found"),
    [
        # Nobody is trusted: the header is the asker's own word.
        ("", "203.0.113.9", "8.8.8.8", "203.0.113.9"),
        ("0", "203.0.113.9", "8.8.8.8", "203.0.113.9"),
        # One proxy: the right-hand end, whatever stands left of it.
        ("1", "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("1", "10.0.0.1", "8.8.8.8, 203.0.113.9", "203.0.113.9"),
        ("1", "10.0.0.1", "", "10.0.0.1"),
        ("1", "10.0.0.1", "8.8.8.8, nonsense", "10.0.0.1"),
        # Two proxies; whoever comes past the outer one gets no say.
        ("2", "10.0.0.1", "8.8.8.8, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("2", "10.0.0.1", "8.8.8.8", "10.0.0.1"),
        # By networks: from the right as long as it is one of ours.
        ("10.0.0.0/8", "10.0.0.1", "8.8.8.8, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.0/8", "203.0.113.9", "8.8.8.8", "203.0.113.9"),
        ("10.0.0.0/8", "10.0.0.1", "10.0.0.7, 10.0.0.2", "10.0.0.7"),
        ("10.0.0.0/8", "10.0.0.1", "8.8.8.8, nonsense", "10.0.0.1"),
        ("127.0.0.1", "", "203.0.113.9", "203.0.113.9"),
        # Writings of one address.
        ("1", "10.0.0.1", "[2001:DB8::1]:443", "2001:db8::1"),
        ("1", "10.0.0.1", "203.0.113.9:1234", "203.0.113.9"),
        ("1", "10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
        ("1", "10.0.0.1", "fe80::1%eth0", "fe80::1"),
    ],
)
def test_only_trusted_proxies_are_believed(trusted: str, remote: str, forwarded: str, found: str) -> None:
    meta = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}
    assert addresses.address_of(meta, addresses.proxies(trusted)) == found


def test_a_missing_header_leaves_the_connection() -> None:
    assert addresses.address_of({"REMOTE_ADDR": "10.0.0.1"}, addresses.proxies("1")) == "10.0.0.1"
    assert addresses.address_of({}, addresses.proxies("")) == ""


@pytest.mark.parametrize("text", ["x", "1,2", "10.0.0.1/33", "-1", "100", "１"])
def test_a_setting_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        addresses.proxies(text)


def test_neighbours_of_ipv6_count_as_one() -> None:
    assert addresses.neighbourhood("203.0.113.9") == "203.0.113.9"
    assert addresses.neighbourhood("2001:db8::1") == addresses.neighbourhood("2001:db8::ffff")
    assert addresses.neighbourhood("2001:db8:0:1::1") != addresses.neighbourhood("2001:db8::1")
    assert addresses.neighbourhood("") == ""


def test_only_something_is_true() -> None:
    assert not addresses.proxies("")
    assert addresses.proxies("1")
    assert addresses.proxies("10.0.0.0/8")
