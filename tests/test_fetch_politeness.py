"""Politeness: one request at a time to a host, a pause after each, robots.txt obeyed, and wishes to wait respected."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from web import HOST, Answer, Web

from index.errors import AddressRefused, FetchError
from index.fetch.fetched import Kind
from index.fetch.fetcher import Fetcher
from index.fetch.limits import Clock, Limits

PAGE = "<p>The council voted to close the bridge.</p>"


class Hours:
    """A clock on which only sleep makes time pass."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.time += seconds

    def clock(self) -> Clock:
        return Clock(now=lambda: datetime.fromtimestamp(self.time, UTC), monotonic=lambda: self.time, sleep=self.sleep)


@pytest.fixture
def web() -> Web:
    with Web() as running:
        for path in ("/a", "/b", "/c"):
            running.serve(path, PAGE)
        yield running


def get(fetcher: Fetcher, url: str) -> str:
    return fetcher.fetch(url, kind=Kind.PAGE).body.decode()


def failure(fetcher: Fetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        get(fetcher, url)
    return caught.value


def robots(web: Web, text: str, **answer: object) -> None:
    web.serve("/robots.txt", text, media_type="text/plain", **answer)


def test_a_second_passes_between_two_requests_to_a_host_and_none_to_another(web: Web) -> None:
    hours = Hours()
    with web.fetcher("other.example", pause=1.0, clock=hours.clock()) as fetcher:
        get(fetcher, web.url("/a"))
        assert hours.slept == []
        get(fetcher, web.url("/a", host="other.example"))
        assert hours.slept == []
        get(fetcher, web.url("/b"))
        assert hours.slept == [1.0]
        hours.time += 0.75
        get(fetcher, web.url("/c"))
        assert hours.slept == [1.0, 0.25]


def test_the_pause_is_a_second_unless_told_otherwise() -> None:
    from index.fetch.fetcher import PAUSE

    assert PAUSE == 1.0


def test_redirects_wait_for_their_turn_too(web: Web) -> None:
    hours = Hours()
    web.redirect("/x", "/a")
    with web.fetcher(pause=1.0, clock=hours.clock()) as fetcher:
        get(fetcher, web.url("/x"))
    assert hours.slept == [1.0]


def test_one_host_is_asked_for_one_page_at_a_time_and_several_hosts_at_once(web: Web) -> None:
    hosts = ["one.example", "two.example"]
    both = threading.Barrier(2, timeout=10)

    class Meeting(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            both.wait()  # only met if both hosts are asked at the same time
            return True

    for host in hosts:
        web.script("/meet", Answer(PAGE.encode(), hold=Meeting()), host=host)
    with web.fetcher(*hosts) as fetcher, ThreadPoolExecutor(12) as pool:
        assert list(pool.map(lambda host: get(fetcher, web.url("/meet", host)), hosts)) == [PAGE, PAGE]
        urls = [web.url(path, host) for path in ("/a", "/b", "/c") for host in hosts for _ in range(4)]
        assert list(pool.map(lambda url: get(fetcher, url), urls)) == [PAGE] * 24
    assert max(web.most_at_once.values()) == 1
    assert [asked.path for asked in web.asked].count("/robots.txt") == 2


def test_waiting_for_a_turn_is_not_counted_as_time_on_the_network(web: Web) -> None:
    held = threading.Event()
    web.serve("/slow", PAGE, hold=held)
    with web.fetcher(limits=Limits(seconds=1.0)) as fetcher, ThreadPoolExecutor(2) as pool:
        get(fetcher, web.url("/a"))
        first = pool.submit(failure, fetcher, web.url("/slow"))
        while "/slow" not in web.paths():
            time.sleep(0.01)
        second = pool.submit(get, fetcher, web.url("/b"))
        assert "took longer" in str(first.result())
        assert second.result() == PAGE
    held.set()


def test_what_robots_txt_forbids_is_not_fetched(web: Web) -> None:
    robots(web, "User-agent: *\nDisallow: /a\nAllow: /a/open$\nDisallow: /*.pdf\n")
    web.serve("/a/open", PAGE)
    with web.fetcher() as fetcher:
        refused = failure(fetcher, web.url("/a"))
        assert isinstance(refused, AddressRefused)
        assert "the robots.txt of its host says so" in refused.reason
        assert isinstance(failure(fetcher, web.url("/x/y.pdf?z")), AddressRefused)
        assert get(fetcher, web.url("/a/open")) == PAGE
        assert get(fetcher, web.url("/b")) == PAGE
    assert web.paths() == ["/a/open", "/b"]
    assert len(web.asked) == 3  # robots.txt once


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ("User-agent: coverage-bot\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: Coverage-Bot/0.1\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: coverage-bot\nAllow: /", True),
        ("User-agent: other\nUser-agent: coverage-bot\nDisallow: /", False),
        ("User-agent: coverage\nDisallow: /", True),
        ("User-agent: bot\nDisallow: /", True),
        ("User-agent: other\nDisallow: /", True),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("User-agent: *\r\nDisallow: /\r\n", False),
        ("<html>not found</html>", True),
        ("", True),
    ],
)
def test_the_group_that_names_the_bot_counts_else_the_one_for_all(web: Web, text: str, is_allowed: bool) -> None:
    robots(web, text)
    with web.fetcher() as fetcher:
        if is_allowed:
            assert get(fetcher, web.url("/a")) == PAGE
        else:
            assert isinstance(failure(fetcher, web.url("/a")), AddressRefused)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_host_without_robots_txt_allows_everything(web: Web, status: int) -> None:
    robots(web, "User-agent: *\nDisallow: /", status=status)
    with web.fetcher() as fetcher:
        assert get(fetcher, web.url("/a")) == PAGE


@pytest.mark.parametrize(
    ("answer", "wait"),
    [
        (Answer(status=500), 300),
        (Answer(status=503, headers={"Retry-After": "60"}), 60),
        (Answer(status=429), 300),
        (Answer(status=302, headers={"Location": "http://10.0.0.1/robots.txt"}), 300),
        (Answer(status=302, headers={"Location": "/robots.txt"}), 300),
    ],
)
def test_while_robots_txt_cannot_be_read_nothing_is_fetched(web: Web, answer: Answer, wait: float) -> None:
    hours = Hours()
    web.script("/robots.txt", answer, Answer(b"", 404))

    def resolve(host: str, port: int) -> list[str]:
        return [host if host == "10.0.0.1" else "127.0.0.1"]

    with web.fetcher(clock=hours.clock(), resolve=resolve) as fetcher:
        for _ in range(2):
            error = failure(fetcher, web.url("/a"))
            assert "robots.txt of its host, which could forbid it, cannot be read" in error.reason
            assert error.retry_after == wait
            assert not isinstance(error, AddressRefused)
        hours.time += wait + 1
        assert get(fetcher, web.url("/a")) == PAGE


def test_robots_txt_may_be_somewhere_else_and_is_read_again_after_a_day(web: Web) -> None:
    hours = Hours()
    web.redirect("/robots.txt", "/rules", 301)
    web.serve("/rules", "User-agent: *\nDisallow: /b", media_type="text/plain")
    with web.fetcher(clock=hours.clock()) as fetcher:
        failure(fetcher, web.url("/b"))
        web.serve("/rules", "User-agent: *\nDisallow: /a", media_type="text/plain")
        failure(fetcher, web.url("/b"))
        hours.time += 24 * 3600
        assert get(fetcher, web.url("/b")) == PAGE


def test_where_a_redirect_leads_the_rules_of_that_host_count(web: Web) -> None:
    web.redirect("/x", web.url("/a", host="other.example"))
    web.serve("/robots.txt", "User-agent: *\nDisallow: /", host="other.example", media_type="text/plain")
    with web.fetcher("other.example") as fetcher:
        error = failure(fetcher, web.url("/x"))
    assert isinstance(error, AddressRefused)
    assert error.reason.startswith("leads to http://other.example")


def test_a_huge_robots_txt_is_read_to_half_a_megabyte_and_in_time(web: Web) -> None:
    agents = "".join(f"User-agent: a{number}\n" for number in range(12_000))
    rules = "".join(f"Disallow: /{number}*a*b*c*d$\n" for number in range(9_000))
    robots(web, "User-agent: *\nDisallow: /a\n\n" + agents + rules + "x" * 600_000)
    started = time.process_time()
    with web.fetcher() as fetcher:
        assert isinstance(failure(fetcher, web.url("/a")), AddressRefused)
        assert get(fetcher, web.url("/b")) == PAGE
    assert time.process_time() - started < 5


def test_crawl_delay_is_kept_up_to_a_minute_and_told_beyond(web: Web) -> None:
    hours = Hours()
    robots(web, "User-agent: *\nCrawl-delay: 7.5\n")
    web.serve("/robots.txt", "User-agent: *\nCrawl-delay: 3600", host="slow.example", media_type="text/plain")
    with web.fetcher("slow.example", pause=1.0, clock=hours.clock()) as fetcher:
        get(fetcher, web.url("/a"))
        get(fetcher, web.url("/b"))
        assert hours.slept == [7.5]
        get(fetcher, web.url("/a", host="slow.example"))
        error = failure(fetcher, web.url("/b", host="slow.example"))
        assert error.retry_after == 3600
        assert "may be asked again in 3,600 seconds" in error.reason
        assert hours.slept == [7.5]


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_to_wait_is_left_alone_until_then(web: Web, status: int) -> None:
    hours = Hours()
    web.script("/x", Answer(status=status, headers={"Retry-After": "600"}), Answer(PAGE.encode()))
    with web.fetcher(clock=hours.clock()) as fetcher:
        assert failure(fetcher, web.url("/x")).retry_after == 600
        hours.time += 100
        assert failure(fetcher, web.url("/a")).retry_after == 500
        assert web.paths() == ["/x"]
        hours.time += 500
        assert get(fetcher, web.url("/x")) == PAGE


def test_closing_ends_what_waits_and_what_is_under_way(web: Web) -> None:
    held = threading.Event()
    web.serve("/slow", PAGE, hold=held)
    with ThreadPoolExecutor(3) as pool, web.fetcher("slow.example", pause=50.0) as fetcher:
        get(fetcher, web.url("/a"))
        waits = pool.submit(failure, fetcher, web.url("/b"))
        under_way = pool.submit(failure, fetcher, web.url("/slow", host="slow.example"))
        while "/slow" not in web.paths():
            time.sleep(0.01)
        started = time.monotonic()
        fetcher.close()
        assert "the program is ending" in str(waits.result())
        assert "broke off" in str(under_way.result())
        assert "the program is ending" in str(failure(fetcher, web.url("/c")))
        assert time.monotonic() - started < 5
    held.set()
    assert web.paths() == ["/a", "/slow"]


def test_thousands_of_hosts_are_not_remembered_for_ever() -> None:
    from index.fetch.turns import Turns

    hours = Hours()
    turns = Turns(hours.clock())
    for number in range(3000):
        with turns.take(f"h{number}.example", 1.0, HOST):
            hours.time += 1
    assert len(turns._hosts) <= 1002
