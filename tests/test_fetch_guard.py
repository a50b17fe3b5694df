"""Nobody gets in through a link: which addresses are visited, at each redirect too, and over which connection."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web import CERTIFICATE, HOST, Web

from index.errors import AddressRefused, FetchError
from index.fetch.addresses import PrivateHosts, private_host, refusal
from index.fetch.fetched import Kind
from index.fetch.fetcher import Fetcher
from index.fetch.guard import parse_address
from index.fetch.trail import Trail
from index.fetch.visit import Head

PAGE = "<p>The council voted to close the bridge.</p>"

REFUSED = {
    "0.0.0.0": "unspecified",
    "0.1.2.3": "unspecified",
    "10.0.0.1": "private",
    "100.64.0.1": "carrier-grade NAT",
    "100.100.100.200": "carrier-grade NAT",  # a cloud's metadata
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "168.63.129.16": "metadata",
    "169.254.169.254": "link-local",  # most clouds' metadata
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "192.0.0.192": "reserved",  # a cloud's metadata
    "192.0.2.1": "reserved",
    "192.88.99.1": "6to4 relay",
    "192.168.1.1": "private",
    "198.18.0.1": "reserved",
    "198.51.100.1": "reserved",
    "203.0.113.1": "reserved",
    "224.0.0.1": "multicast",
    "239.255.255.250": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "reserved",
    "::": "unspecified",
    "::1": "loopback",
    "::127.0.0.1": "IPv4-compatible",
    "::ffff:127.0.0.1": "IPv4-mapped",
    "::ffff:93.184.215.14": "IPv4-mapped",
    "::ffff:0:127.0.0.1": "IPv4-translated",
    "64:ff9b::7f00:1": "NAT64",
    "64:ff9b:1::1": "NAT64",
    "100::1": "reserved",
    "2001::1": "Teredo",
    "2001:2::1": "reserved",
    "2001:db8::1": "reserved",
    "2002:7f00:1::": "6to4",
    "3fff::1": "reserved",
    "4000::1": "reserved",
    "5f00::1": "reserved",
    "fc00::1": "private",
    "fd00:ec2::254": "private",  # a cloud's metadata
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local",
    "fec0::1": "private",
    "ff02::1": "multicast",
    "not an address": "unknown",
    "127.1": "unknown",
}
PUBLIC = ["93.184.215.14", "1.1.1.1", "100.63.255.255", "172.15.0.1", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"]


@pytest.fixture
def web() -> Web:
    with Web() as running:
        yield running


def refused(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(AddressRefused) as caught:
        fetcher.fetch(url, kind=Kind.PAGE)
    assert caught.value.source == url
    assert "\n" not in str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize(("address", "kind"), REFUSED.items())
def test_an_address_that_is_not_of_the_public_internet_is_refused(address: str, kind: str) -> None:
    assert refusal(address) == kind
    with Fetcher(resolve=lambda host, port: [address]) as fetcher:
        assert kind in refused(fetcher, "http://innocent.example/a")


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_public_internet_is_not_refused(address: str) -> None:
    assert refusal(address) is None


@given(st.ip_addresses())
@settings(max_examples=100)
def test_no_address_is_let_through_that_is_not_global(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_link_local:
        assert refusal(str(address)) is not None


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:0:0", "::ffff:0:0:0", "64:ff9b::", "::"]))
def test_no_ipv4_address_gets_through_inside_an_ipv6_one(hidden: ipaddress.IPv4Address, around: str) -> None:
    assert refusal(str(ipaddress.IPv6Address(int(ipaddress.IPv6Address(around)) + int(hidden)))) is not None


@given(st.ip_addresses(v=4), st.integers(0, 2**80 - 1))
def test_no_ipv4_address_gets_through_inside_6to4_or_teredo(hidden: ipaddress.IPv4Address, rest: int) -> None:
    assert refusal(str(ipaddress.IPv6Address((0x2002 << 112) + (int(hidden) << 80) + rest))) is not None
    assert refusal(str(ipaddress.IPv6Address((0x20010000 << 96) + rest))) is not None


@given(st.sampled_from([each for each in REFUSED if refusal(each, intranet=True)]))
def test_a_private_host_may_be_loopback_or_private_and_nothing_else(address: str) -> None:
    assert REFUSED[address] not in ("loopback", "private", "carrier-grade NAT")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://news.example/a",
        "gopher://news.example/",
        "javascript:alert(1)",
        "data:text/html,hello",
        "news.example/a",
        "//news.example/a",
        "http://",
        "http:///a",
        "http://news.example:0/",
        "http://news.example:70000/",
        "http://[::1",
        "http://[fe80::1%25eth0]/",
        "http://news%2eexample/",
        "http://１２７.０.０.１/",
        "http://news.example/a b\r\nX-Injected: 1",
        "http://news.example/" + "a" * 2000,
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with Fetcher(resolve=lambda host, port: ["127.0.0.1"]) as fetcher, pytest.raises(AddressRefused):
        fetcher.fetch(url, kind=Kind.PAGE)


@given(
    st.text(max_size=60)
    | st.tuples(st.sampled_from(["http://", "https://a", "//", "http:\\\\"]), st.text()).map("".join)
)
@settings(max_examples=100)
def test_any_text_is_an_address_of_one_host_or_refused_in_one_line(text: str) -> None:
    try:
        place = parse_address(text)
    except AddressRefused as error:
        assert str(error).isprintable()
    else:
        assert place.url.scheme in ("http", "https")
        assert place.host.isascii() and place.host == place.host.lower()
        assert str(place.url).isprintable() and "#" not in str(place.url)
        assert parse_address(str(place.url)) == place


@given(st.text(max_size=60))
@settings(max_examples=100)
def test_any_location_is_followed_or_refused_in_one_line(location: str) -> None:
    trail = Trail("http://news.example/a", 5)
    try:
        trail.follow(Head(302, {"location": location}))
    except FetchError as error:
        assert str(error).isprintable()
    else:
        assert parse_address(str(trail.current.url)) == trail.current


@pytest.mark.parametrize("user", ["user@", "user:secret@", ":secret@", "evil.example\\@"])
def test_a_name_or_password_in_an_address_is_refused(web: Web, user: str) -> None:
    with web.fetcher() as fetcher:
        assert "user name or password" in refused(fetcher, web.url().replace("://", f"://{user}"))
    assert web.asked == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_loopback_is_refused_however_it_is_written(web: Web, host: str) -> None:
    with Fetcher() as fetcher, pytest.raises(FetchError):  # by the system's own look-up, which knows some of these
        fetcher.fetch(f"http://{host}:{web.port}/a", kind=Kind.PAGE)
    assert web.asked == []


def test_one_bad_address_among_good_ones_is_enough(web: Web) -> None:
    for addresses in (["93.184.215.14", "10.0.0.1"], ["10.0.0.1", "93.184.215.14"]):
        with Fetcher(resolve=lambda host, port, found=addresses: found) as fetcher:
            assert "private" in refused(fetcher, "http://innocent.example/")


def test_the_address_itself_is_not_told(web: Web) -> None:
    with Fetcher(resolve=lambda host, port: ["10.11.12.13"]) as fetcher:
        assert "10.11" not in refused(fetcher, "http://intranet.example/")


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/latest", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "//inside.example/"],
)
def test_a_redirect_into_a_private_network_is_refused(web: Web, target: str) -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        inside = {"inside.example": "192.168.0.1", HOST: "127.0.0.1"}
        return [inside.get(host, host)]

    web.redirect("/a", target)
    with web.fetcher(resolve=resolve) as fetcher:
        reason = refused(fetcher, web.url("/a"))
    assert reason.startswith("leads to http://")
    assert web.paths() == ["/a"]


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "javascript:alert(1)", "ftp://news.example/", "http://a:b@news.example/"]
)
def test_a_redirect_to_what_is_no_web_address_is_refused(web: Web, target: str) -> None:
    web.redirect("/a", target)
    with web.fetcher() as fetcher:
        assert refused(fetcher, web.url("/a")).startswith(f"leads to {target[:5]}")


def test_a_redirect_to_another_port_of_a_host_named_with_its_port_is_refused(web: Web) -> None:
    with Web() as other:
        web.redirect("/a", other.url("/b"))
        other.serve("/b", PAGE)
        with Fetcher([f"{HOST}:{web.port}"], resolve=lambda host, port: ["127.0.0.1"]) as fetcher:
            assert "loopback" in refused(fetcher, web.url("/a"))
        assert other.asked == []


def test_a_name_that_resolves_differently_the_second_time_gains_nothing(web: Web) -> None:
    """DNS rebinding: the look-up that is checked is the only one, and the connection goes where it said."""
    web.serve("/a", PAGE)
    looked_up: list[str] = []

    def resolve(host: str, port: int) -> Sequence[str]:
        looked_up.append(host)
        return ["127.0.0.1"] if len(looked_up) <= 2 else ["169.254.169.254"]

    with web.fetcher(resolve=resolve) as fetcher:
        assert fetcher.fetch(web.url("/a"), kind=Kind.PAGE).body == PAGE.encode()
        assert looked_up == [HOST, HOST]  # once for robots.txt, once for the page
        assert "link-local" in refused(fetcher, web.url("/a"))
    assert web.paths() == ["/a"]


def test_the_system_is_never_asked_for_the_name_again(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    web.serve("/a", PAGE)
    asked: list[object] = []
    real = socket.getaddrinfo

    def recorded(host: object, *rest: object, **named: object) -> object:
        asked.append(host)
        return real(host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", recorded)
    with web.fetcher() as fetcher:
        fetcher.fetch(web.url("/a"), kind=Kind.PAGE)
    assert set(asked) == {"127.0.0.1"}


def test_proxies_in_the_environment_are_not_used(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    with Web() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        web.serve("/a", PAGE)
        with web.fetcher() as fetcher:
            fetcher.fetch(web.url("/a"), kind=Kind.PAGE)
        assert proxy.asked == []


def test_a_look_up_that_does_not_end_ends_the_call() -> None:
    from index.fetch.limits import Limits

    forever = threading.Event()

    def resolve(host: str, port: int) -> Sequence[str]:
        forever.wait(30)
        return []

    with (
        Fetcher(resolve=resolve, limits=Limits(seconds=0.1)) as fetcher,
        pytest.raises(FetchError, match="took longer"),
    ):
        fetcher.fetch("http://slow.example/", kind=Kind.PAGE)
    forever.set()


def test_a_host_that_does_not_exist_is_said_so() -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    with Fetcher(resolve=resolve) as fetcher, pytest.raises(FetchError, match="there is no host of this name"):
        fetcher.fetch("http://nowhere.example/", kind=Kind.PAGE)


def test_where_nothing_listens_is_said_so(web: Web) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with web.fetcher() as fetcher, pytest.raises(FetchError, match="nothing answers there") as caught:
            fetcher.fetch(f"http://{HOST}:{unused.getsockname()[1]}/", kind=Kind.PAGE)
    assert not isinstance(caught.value, AddressRefused)


def trusting(name: str = HOST) -> Callable[[], object]:
    import ssl

    context = ssl.create_default_context(cafile=str(CERTIFICATE))
    return context


def test_tls_verifies_the_name_and_not_the_address() -> None:
    with Web(tls=True) as web:
        web.serve("/a", PAGE)
        with web.fetcher(ssl_context=trusting()) as fetcher:
            assert fetcher.fetch(web.url("/a"), kind=Kind.PAGE).body == PAGE.encode()
        with web.fetcher("other.example", ssl_context=trusting()) as fetcher, pytest.raises(FetchError) as caught:
            fetcher.fetch(web.url("/a", host="other.example"), kind=Kind.PAGE)
        assert "is not who it says it is" in caught.value.reason
        with web.fetcher() as fetcher, pytest.raises(FetchError, match="is not who it says it is: self-signed"):
            fetcher.fetch(web.url("/a"), kind=Kind.PAGE)


def test_a_redirect_from_https_to_http_is_refused(web: Web) -> None:
    web.serve("/b", PAGE)
    with Web(tls=True) as safe:
        safe.redirect("/a", web.url("/b"))
        with safe.fetcher(ssl_context=trusting()) as fetcher:
            assert "from https to http" in refused(fetcher, safe.url("/a"))
    assert web.asked == []


@pytest.mark.parametrize(
    ("name", "host", "port", "is_named"),
    [
        ("wiki.example", "wiki.example", 80, True),
        ("Wiki.Example.", "wiki.example", 8080, True),
        ("wiki.example:8080", "wiki.example", 8080, True),
        ("wiki.example:8080", "wiki.example", 80, False),
        ("wiki.example", "sub.wiki.example", 80, False),
        ("wiki.example", "wiki.example.evil.example", 80, False),
        ("10.0.0.1", "10.0.0.1", 80, True),
        ("::1", "::1", 80, True),
        ("[::1]:81", "::1", 81, True),
        ("[::1]:81", "0:0:0:0:0:0:0:1", 81, True),
        ("[::1]:81", "::1", 80, False),
        ("bücher.example", "xn--bcher-kva.example", 80, True),
    ],
)
def test_a_private_host_is_named_with_or_without_its_port(name: str, host: str, port: int, is_named: bool) -> None:
    assert ((host, port) in PrivateHosts([name])) is is_named


@pytest.mark.parametrize("name", ["http://wiki.example", "wiki.example/a", "a b", "", "wiki:port", "*", "[::zz]"])
def test_what_is_no_host_cannot_be_named(name: str) -> None:
    with pytest.raises(ValueError):
        private_host(name)
