"""What a fetch takes and what it does not: size, time, redirects, encodings, media types, validators."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from datetime import UTC, datetime, timedelta

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web import Answer, Web

from index.errors import AddressRefused, FetchError
from index.fetch.body import BadEncoding, TooLarge, read_body
from index.fetch.fetched import Fetched, Kind
from index.fetch.limits import Clock, Limits

PAGE = b"<p>The council voted to close the bridge.</p>"
MEGABYTE = 1024 * 1024


@pytest.fixture
def web() -> Web:
    with Web() as running:
        yield running


def fetch(web: Web, path: str = "/a", kind: Kind = Kind.PAGE, **options: object) -> Fetched:
    with web.fetcher(**options) as fetcher:
        return fetcher.fetch(web.url(path), kind=kind)


def failure(web: Web, path: str = "/a", kind: Kind = Kind.PAGE, **options: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(web, path, kind, **options)
    assert caught.value.source == web.url(path)
    assert "\n" not in str(caught.value)
    return caught.value


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


def brotlied(body: bytes) -> bytes:
    return brotli.compress(body, quality=3)


PACKED = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "br": brotlied,
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
    "identity": bytes,
    "": bytes,
}


def test_a_page_comes_back_whole_and_says_where_from_and_when(web: Web) -> None:
    web.serve("/a", PAGE, media_type="Text/HTML; Charset='UTF-8'", etag='"1"', modified="Tue, 07 Jan 2020 08:30:00 GMT")
    before = datetime.now(UTC)
    page = fetch(web)
    assert before <= page.fetched_at <= datetime.now(UTC)
    assert page == Fetched(
        url=web.url("/a"),
        final_url=web.url("/a"),
        permanent_url=None,
        status=200,
        media_type="text/html",
        charset="utf-8",
        body=PAGE,
        etag='"1"',
        modified="Tue, 07 Jan 2020 08:30:00 GMT",
        fetched_at=page.fetched_at,
    )


def test_the_bot_names_itself_and_its_version(web: Web) -> None:
    web.serve("/a", PAGE)
    fetch(web)
    assert all(asked.headers["User-Agent"].startswith("coverage-bot/0.1.0") for asked in web.asked)
    page = web.asked[-1].headers
    assert (page["Accept"], page["Accept-Encoding"]) == ("text/html,application/xhtml+xml", "gzip, deflate, br")
    assert page["Cookie"] is None and page["Referer"] is None


@pytest.mark.parametrize("encoding", PACKED)
def test_a_compressed_body_is_decoded(web: Web, encoding: str) -> None:
    body = PAGE * 5000
    web.serve("/a", PACKED[encoding](body), headers={"Content-Encoding": encoding} if encoding else {})
    assert fetch(web).body == body


def test_a_body_may_be_compressed_twice_and_no_more(web: Web) -> None:
    web.serve("/a", brotli.compress(gzip.compress(PAGE)), headers={"Content-Encoding": "gzip, br"})
    assert fetch(web).body == PAGE
    web.serve("/a", PAGE, headers={"Content-Encoding": "gzip, gzip, gzip"})
    assert "compressed in a way that was not asked for" in str(failure(web))
    web.serve("/a", PAGE, headers={"Content-Encoding": "zstd"})
    assert "compressed in a way that was not asked for" in str(failure(web))


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate"])
def test_a_decompression_bomb_is_stopped(web: Web, encoding: str) -> None:
    bomb = PACKED[encoding](bytes(20 * MEGABYTE))
    assert len(bomb) < 40_000
    web.serve("/a", bomb, headers={"Content-Encoding": encoding})
    assert "is larger than 10 MB" in str(failure(web))


def test_a_bomb_inside_a_bomb_is_stopped(web: Web) -> None:
    web.serve("/a", gzip.compress(gzip.compress(bytes(20 * MEGABYTE))), headers={"Content-Encoding": "gzip, gzip"})
    assert "is larger than 10 MB" in str(failure(web))


def test_a_bomb_takes_no_more_memory_than_the_limit() -> None:
    import tracemalloc

    bomb = brotlied(bytes(50 * MEGABYTE))
    tracemalloc.start()
    with pytest.raises(TooLarge):
        read_body([bomb], "br", MEGABYTE)
    assert tracemalloc.get_traced_memory()[1] < 4 * MEGABYTE
    tracemalloc.stop()


def test_ten_megabytes_are_taken_and_one_byte_more_is_not(web: Web) -> None:
    web.serve("/a", bytes(10 * MEGABYTE))
    assert len(fetch(web).body) == 10 * MEGABYTE
    web.serve("/a", bytes(10 * MEGABYTE + 1))
    assert str(failure(web)).endswith("is larger than 10 MB, the most that is taken")


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate"])
def test_a_compressed_body_that_is_cut_short_or_broken_is_no_body(web: Web, encoding: str) -> None:
    packed = PACKED[encoding](PAGE * 100)
    for body in (packed[:-5], packed[:3], b"\xff" * 40):
        web.serve("/a", body, headers={"Content-Encoding": encoding})
        assert "broke" in str(failure(web))


@given(
    st.binary(max_size=3000),
    st.sampled_from([name for name in PACKED if name]),
    st.integers(1, 700),
    st.integers(0, 3000),
)
@settings(max_examples=80)
def test_however_a_body_is_cut_into_pieces_it_is_decoded_or_too_large(
    body: bytes, encoding: str, size: int, limit: int
) -> None:
    packed = PACKED[encoding](body)
    pieces = [packed[start : start + size] for start in range(0, len(packed), size)]
    if len(body) <= limit and len(packed) <= limit:
        assert read_body(pieces, encoding, limit) == body
    else:
        with pytest.raises(TooLarge) as caught:
            read_body(pieces, encoding, limit)
        assert len(caught.value.start) <= limit and body.startswith(caught.value.start)


@given(st.binary(max_size=200), st.sampled_from(["gzip", "br", "deflate", "gzip, br"]))
def test_any_bytes_are_decoded_or_an_error(body: bytes, encoding: str) -> None:
    try:
        assert len(read_body([body], encoding, 1000)) <= 1000
    except (TooLarge, BadEncoding) as error:
        assert str(error)


def test_a_body_that_drips_ends_in_time(web: Web) -> None:
    web.serve("/a", PAGE, drip=0.05)  # each byte well within any limit on a single read
    started = time.monotonic()
    assert "took longer than 0.3 seconds" in str(failure(web, limits=Limits(seconds=0.3)))
    assert time.monotonic() - started < 3


def test_an_answer_that_does_not_come_ends_in_time(web: Web) -> None:
    held = threading.Event()
    web.serve("/a", PAGE, hold=held)
    assert "took longer than 0.3 seconds" in str(failure(web, limits=Limits(seconds=0.3)))
    held.set()


def test_the_time_is_for_all_redirects_together(web: Web) -> None:
    for number in range(5):
        answer = Answer(b"moved on", 302, None, {"Location": f"/{number + 1}"}, hold=_after(0.12))
        web.script(f"/{number}", answer)
    web.serve("/5", PAGE)
    assert "took longer than 0.3 seconds" in str(failure(web, "/0", limits=Limits(seconds=0.3)))
    assert "/5" not in web.paths()


class _after(threading.Event):  # noqa: N801
    """An event that is set some seconds after somebody waits for it."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def wait(self, timeout: float | None = None) -> bool:
        return super().wait(self._seconds)


def test_twenty_seconds_ten_megabytes_and_five_redirects_are_the_limits() -> None:
    assert Limits() == Limits(body=10 * MEGABYTE, seconds=20, redirects=5)


def test_five_redirects_are_followed_and_six_are_not(web: Web) -> None:
    for number in range(6):
        web.redirect(f"/{number}", f"/{number + 1}")
    web.serve("/6", PAGE)
    assert fetch(web, "/1").final_url == web.url("/6")
    assert "redirects more than 5 times" in str(failure(web, "/0"))


def test_a_circle_of_redirects_ends(web: Web) -> None:
    web.redirect("/a", "/b")
    web.redirect("/b", "/a#again")
    assert "redirects in a circle" in str(failure(web))
    assert web.paths() == ["/a", "/b"]


def test_a_redirect_to_nowhere_is_an_error(web: Web) -> None:
    web.serve("/a", PAGE, status=302)
    assert "redirects to nowhere" in str(failure(web))


@pytest.mark.parametrize(
    ("statuses", "leads_to"),
    [
        ([301], "/1"),
        ([308, 301], "/2"),
        ([302], None),
        ([303], None),
        ([307], None),
        ([301, 302], "/1"),
        ([302, 301], None),
        ([301, 307, 301], "/1"),
    ],
)
def test_an_unbroken_chain_of_permanent_redirects_is_a_new_address(
    web: Web, statuses: list[int], leads_to: str | None
) -> None:
    for number, status in enumerate(statuses):
        web.redirect(f"/{number}", f"/{number + 1}", status)
    web.serve(f"/{len(statuses)}", PAGE)
    page = fetch(web, "/0")
    assert page.permanent_url == (leads_to and web.url(leads_to))
    assert (page.url, page.final_url) == (web.url("/0"), web.url(f"/{len(statuses)}"))


@pytest.mark.parametrize(
    ("location", "path"),
    [("b", "/x/b"), ("../b", "/b"), ("?q=1", "/x/a?q=1"), ("/b#part", "/b"), ("/é", "/%C3%A9"), ("/b c", "/b%20c")],
)
def test_a_relative_redirect_is_followed(web: Web, location: str, path: str) -> None:
    web.redirect("/x/a", location.encode().decode("latin-1"))
    web.serve(path, PAGE)
    assert fetch(web, "/x/a").final_url == web.url(path)


@pytest.mark.parametrize("media_type", ["image/png", "application/pdf", "text/plain", "application/json", "", None])
def test_what_is_no_web_page_is_refused_before_it_is_read(web: Web, media_type: str | None) -> None:
    web.serve("/a", PAGE, media_type=media_type, break_after=0)
    error = failure(web)
    assert "not a web page" in error.reason
    assert error.status == 200


@pytest.mark.parametrize(
    "media_type",
    ["application/rss+xml", "application/atom+xml", "text/xml; charset=utf-8", "application/feed+json", "text/html"],
)
def test_feeds_come_as_feeds(web: Web, media_type: str) -> None:
    web.serve("/a", b"<rss/>", media_type=media_type)
    assert fetch(web, kind=Kind.FEED).media_type == media_type.partition(";")[0]
    web.serve("/a", b"<rss/>", media_type="video/mp4")
    assert "is video/mp4, not a feed" in str(failure(web, kind=Kind.FEED))


@pytest.mark.parametrize(
    ("status", "said"), [(404, "404 Not Found"), (410, "410 Gone"), (500, "500 Internal"), (599, "599"), (204, "204")]
)
def test_an_answer_that_holds_nothing_is_an_error_with_its_status(web: Web, status: int, said: str) -> None:
    web.serve("/a", b"" if status == 204 else PAGE, status=status)
    error = failure(web)
    assert f"answered {said}" in str(error)
    assert (error.status, error.gone) == (status, status in (404, 410))
    assert not isinstance(error, AddressRefused)


NOW = datetime(2020, 1, 7, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wish", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("Tue, 07 Jan 2020 08:31:30 GMT", 90),
        ("Tue, 07 Jan 2020 08:00:00 GMT", 0),
        ("Tue, 07 Jan 2050 08:00:00 GMT", 7 * 24 * 3600),
        ("9" * 400, 7 * 24 * 3600),
        ("soon", None),
        ("-5", None),
        ("Tue, 99 Jan 2020", None),
        (None, None),
    ],
)
def test_retry_after_is_told_in_seconds(web: Web, wish: str | None, seconds: float | None) -> None:
    web.serve("/a", status=503, headers={} if wish is None else {"Retry-After": wish})
    assert failure(web, clock=Clock(now=lambda: NOW)).retry_after == seconds


def test_a_page_that_is_the_same_is_not_sent_again(web: Web) -> None:
    web.serve("/a", PAGE, etag='W/"1é"', modified="Tue, 07 Jan 2020 08:30:00 GMT")
    with web.fetcher() as fetcher:
        first = fetcher.fetch(web.url("/a"), kind=Kind.PAGE)
        for known in ({"etag": first.etag}, {"modified": first.modified}):
            again = fetcher.fetch(web.url("/a"), kind=Kind.PAGE, **known)
            assert (again.status, again.body, again.media_type) == (304, b"", "")
            assert again.fetched_at - first.fetched_at < timedelta(minutes=1)
        assert again.modified == first.modified
        web.serve("/a", b"<p>New.</p>", etag='"2"')
        assert fetcher.fetch(web.url("/a"), kind=Kind.PAGE, etag=first.etag).body == b"<p>New.</p>"


def test_a_validator_that_no_header_can_hold_is_not_sent(web: Web) -> None:
    web.serve("/a", PAGE)
    with web.fetcher() as fetcher:
        fetcher.fetch(web.url("/a"), kind=Kind.PAGE, etag='"1"\r\nX-Injected: 1', modified="\u2028")
    assert web.asked[-1].headers["If-None-Match"] is None
    assert web.asked[-1].headers["X-Injected"] is None


def test_a_304_that_nobody_asked_for_is_an_error(web: Web) -> None:
    web.serve("/a", status=304)
    assert "304" in str(failure(web))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\n<p>cut",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>cu",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n<p>cut",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000,
    ],
)
def test_an_answer_that_breaks_off_or_is_no_http_is_an_error(web: Web, raw: bytes) -> None:
    web.serve("/a", raw=raw)
    assert "broke off, or does not speak HTTP" in str(failure(web))


def test_the_address_in_an_error_is_the_one_that_was_asked_for(web: Web) -> None:
    with web.fetcher() as fetcher, pytest.raises(FetchError) as caught:
        fetcher.fetch(web.url("/a#part").replace("http", "HTTP"), kind=Kind.PAGE)
    assert str(caught.value) == f"{web.url('/a#part').replace('http', 'HTTP')}: answered 404 Not Found"
