"""Coverage that follows feeds, against a real server whose feeds and pages change between polls."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from publishers import DAY, HOUR, START, Follower, Publisher, complaints, following, page, summary, text
from web import Answer, Web

from index.feeds.schedule import interval, interval_text, next_reading
from index.feeds.subscriptions import LEASE
from index.owners import EVERYONE, SHARED, seen_by


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as made:
        yield made


in_both_databases = pytest.mark.parametrize("follower", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def follower(request: pytest.FixtureRequest, tmp_path: Path, web: Web) -> Iterator[Follower]:
    url = request.getfixturevalue("postgres_url") if getattr(request, "param", "sqlite") == "postgres" else None
    with following(tmp_path, web, url) as made:
        yield made


@pytest.fixture
def post(web: Web, follower: Follower) -> Publisher:
    """A publisher with two stories that are in the coverage."""
    publisher = Publisher(web)
    publisher.publish(1, 2)
    follower.add(publisher)
    follower.update()
    return publisher


@in_both_databases
def test_the_whole_article_is_fetched_and_not_only_the_summary(follower: Follower, post: Publisher) -> None:
    (two, one) = follower.documents()
    assert one.text.replace("\n\n", " ") == text(1)
    assert (one.title, one.outlet, one.author) == ("Ferry 1 Taken Out of Service", "Harbour Post", "Ina Brandt")
    assert (one.url, one.published) == (post.story_url(1), "2026-03-02T07:30:00Z")
    assert not one.from_summary and "feed says" not in follower.words()


@pytest.mark.parametrize(
    ("of_page", "kept"),
    [
        ("2026-03-02", "2026-03-02T07:30:00Z"),  # the feed knows the time of that day
        ("2019-05-01", "2019-05-01"),  # the feed lists it again, and the page knows better
    ],
)
def test_the_more_precise_date_is_kept(follower: Follower, web: Web, of_page: str, kept: str) -> None:
    post = Publisher(web)
    post.publish(1)
    meta = f"<head><meta property='article:published_time' content='{of_page}'>"
    web.serve("/story/1", page(1).replace("<head>", meta), host=post.host)
    follower.add(post)
    follower.update()
    assert follower.document_at(post.story_url(1)).published == kept


def test_an_unchanged_feed_costs_one_conditional_request(follower: Follower, post: Publisher) -> None:
    (updated,) = follower.update(later=900)
    assert (updated.added, updated.error) == (0, None)
    assert follower.web.paths() == ["/feed.xml"]
    assert follower.web.asked[-1].headers["If-None-Match"] == '"edition 1"'
    assert follower.update() == []  # not due yet


def test_new_items_are_taken_and_those_that_are_known_are_not_fetched(follower: Follower, post: Publisher) -> None:
    post.publish(3, 4)
    (updated,) = follower.update(later=900)
    assert updated.added == 2
    assert follower.web.paths() == ["/feed.xml", "/story/4", "/story/3"]


def test_a_correction_is_seen_at_the_next_look_and_the_old_version_kept(follower: Follower, post: Publisher) -> None:
    post.serve_page(1, version=7)  # the feed says nothing of it
    (updated,) = follower.update(later=HOUR)
    assert (updated.replaced, updated.unchanged) == (1, 1)
    one = follower.document_at(post.story_url(1))
    assert "costs 71 million" in one.text
    assert [version.number for version in follower.store.versions(one.id)] == [2, 1]
    looks = 0
    for _ in range(12):
        follower.update(later=2 * HOUR)
        looks += "/story/1" in follower.web.paths()
    assert looks == 2  # after 6 hours, and after 24


def test_an_item_that_the_feed_says_is_changed_is_fetched_again(follower: Follower, post: Publisher) -> None:
    post.serve_page(1, version=3)
    body = post.feed.body.replace(b"<title>Ferry 1</title>", b"<title>Ferry 1, corrected</title>")
    follower.web.script("/feed.xml", replace(post.feed, body=body, etag='"other"'), host=post.host)
    (updated,) = follower.update(later=900)
    assert (updated.added, updated.replaced) == (0, 1)
    assert follower.web.paths() == ["/feed.xml", "/story/1"]


def test_a_page_that_cannot_be_had_falls_back_to_the_summary_until_it_can(follower: Follower, post: Publisher) -> None:
    post.publish(3)
    follower.web.serve("/story/3", "down", status=500, host=post.host)
    (updated,) = follower.update(later=900)
    assert (updated.added, updated.summaries) == (1, 1)
    assert len(complaints([updated])) == 1 and "/story/3" in complaints([updated])[0]
    (third,) = [document for document in follower.documents() if document.from_summary]
    assert (third.text, third.url) == (summary(3), post.story_url(3))
    post.serve_page(3)
    (updated,) = follower.update(later=HOUR)
    assert updated.replaced == 1
    after = follower.document_at(post.story_url(3))
    assert (after.id, after.from_summary) == (third.id, False)
    assert after.text.replace("\n\n", " ") == text(3)
    assert after.version == 1  # nothing was corrected


def test_a_page_without_an_article_falls_back_to_the_summary_too(follower: Follower, post: Publisher) -> None:
    post.publish(3, 4)
    follower.web.serve("/story/3", "<html><body><script>app()</script></body></html>", host=post.host)
    follower.web.serve("/story/4", b"%PDF-1.7", media_type="application/pdf", host=post.host)
    follower.update(later=900)
    assert [document.from_summary for document in follower.documents()] == [False, False, True, True]


@pytest.mark.parametrize("status", [404, 410])
@in_both_databases
def test_a_page_gone_twice_a_day_apart_is_withdrawn(follower: Follower, post: Publisher, status: int) -> None:
    follower.web.serve("/story/1", "gone", status=status, host=post.host)
    (updated,) = follower.update(later=HOUR)
    assert (updated.withdrawn, len(follower.documents())) == (0, 2)
    follower.update(later=HOUR)
    assert "/story/1" not in follower.web.paths()  # not so soon again
    (updated,) = follower.update(later=DAY)
    assert updated.withdrawn == 1
    assert [document.url for document in follower.documents()] == [post.story_url(2)]
    assert not any("ferry number 1" in each.sentence.text for each in follower.store.sentences(range(1, 50)))
    post.serve_page(1)
    post.serve_feed()
    follower.update(later=7 * DAY)
    assert len(follower.documents()) == 2  # it is back


def test_a_summary_does_not_bring_back_what_was_withdrawn(follower: Follower, post: Publisher) -> None:
    post.publish(3)
    post.web.serve("/story/3", "gone", status=410, host=post.host)
    for hours in (1, 25):
        follower.update(later=hours * HOUR)
    assert len(follower.documents()) == 2
    post.web.serve("/story/3", "down", status=500, host=post.host)
    post.note = ", says the feed"
    post.serve_feed()
    follower.update(later=HOUR)
    assert len(follower.documents()) == 2


def test_a_page_that_is_back_before_the_day_is_over_stays(follower: Follower, post: Publisher) -> None:
    follower.web.script("/story/1", Answer(status=404), Answer(page(1).encode(), etag='"1-0"'), host=post.host)
    for hours in (1, 24, 24, 24):
        follower.update(later=hours * HOUR)
    assert len(follower.documents()) == 2


@pytest.mark.parametrize("told", [True, False])
@in_both_databases
def test_what_a_person_removed_does_not_come_back_and_no_word_of_it_is_kept(
    follower: Follower, post: Publisher, told: bool
) -> None:
    one = follower.document_at(post.story_url(1)).id
    assert follower.store.remove([one]) == [one]
    if told:  # as the command does; the feed is told nothing where other software removed the document
        follower.subscriptions.forget_documents([one])
        assert not any(b"/story/1" in file.read_bytes() for file in follower.folder.iterdir() if file.is_file())
    post.publish(1, version=4)
    for _ in range(3):
        follower.update(later=HOUR)
    assert [document.url for document in follower.documents()] == [post.story_url(2)]
    follower.web.script("/world.xml", post.feed, host=post.host)  # another feed has it too
    follower.subscriptions.add(follower.web.url("/world.xml", post.host), every=900, now=follower.now)
    follower.update(later=HOUR)
    assert [document.url for document in follower.documents()] == [post.story_url(2)]
    follower.subscriptions.remove(follower.web.url("/world.xml", post.host))
    assert [item.removed for item in follower.subscriptions.items(follower.feed().id).values()].count(True) == 1


@in_both_databases
def test_a_permanent_redirect_updates_the_feeds_address_and_a_temporary_one_does_not(
    follower: Follower, post: Publisher
) -> None:
    moved = follower.web.url("/rss", post.host)
    follower.web.script("/rss", post.feed, host=post.host)
    follower.web.redirect("/feed.xml", moved, 302, host=post.host)
    follower.update(later=900)
    assert follower.feed().url == post.feed_url
    follower.web.redirect("/feed.xml", moved, 301, host=post.host)
    follower.update(later=900)
    assert follower.feed().url == moved
    follower.update(later=900)
    assert follower.web.paths() == ["/rss"]


@in_both_databases
def test_a_failing_feed_is_asked_ever_more_rarely_and_recovers(follower: Follower, post: Publisher) -> None:
    post.web.serve("/feed.xml", "down", status=500, host=post.host)
    waits = []
    for _ in range(8):
        (updated,) = follower.update(later=max(follower.feed().due_at - follower.now, 0))
        assert updated.error is not None
        waits.append(updated.due_at - follower.now)
    assert waits == [1800, 3600, 7200, 14400, 28800, 57600, DAY, DAY]
    assert (follower.feed().failures, follower.feed().succeeded_at) == (8, START)
    post.serve_feed()
    follower.update(later=DAY)
    assert (follower.feed().failures, follower.feed().error) == (0, None)
    assert follower.feed().due_at == follower.now + 900


def test_retry_after_is_honoured(follower: Follower, post: Publisher) -> None:
    post.web.serve("/feed.xml", "", status=503, headers={"Retry-After": "7200"}, host=post.host)
    (updated,) = follower.update(later=900)
    assert updated.due_at - follower.now >= 7199


@pytest.mark.parametrize(
    ("body", "media_type", "said"),
    [
        ("<rss><channel>", "text/xml", "broken feed"),
        ("<html><head></head></html>", "text/html", "is a web page, not a feed"),
        ("{", "application/json", "broken JSON Feed"),
    ],
)
def test_a_feed_that_turns_into_something_else_says_so_and_loses_nothing(
    follower: Follower, post: Publisher, body: str, media_type: str, said: str
) -> None:
    post.web.serve("/feed.xml", body, media_type=media_type, host=post.host)
    (updated,) = follower.update(later=900)
    assert updated.error is not None and said in updated.error
    assert len(follower.documents()) == 2


def test_twenty_feeds_at_once_some_of_them_bad_and_none_stops_the_others(follower: Follower, web: Web) -> None:
    publishers = [Publisher(web, f"{number}.example") for number in range(20)]
    hold = threading.Event()
    for number, publisher in enumerate(publishers):
        publisher.publish(100 + number)
        follower.add(publisher)
    web.serve("/feed.xml", "no", status=500, host="3.example")
    web.serve("/feed.xml", "<rss><", media_type="text/xml", host="4.example")
    web.serve("/feed.xml", raw=b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<rss>", host="5.example")
    web.serve("/story/106", "late", hold=hold, host="6.example")
    updates: list[str] = []
    for updated in follower.updater(threads=8).update():
        updates.append(updated.feed.url)
        if len(updates) == 19:
            hold.set()  # all others were finished while one host was slow
    assert len(updates) == 20
    assert len(follower.documents()) == 17
    assert {each.failures for each in follower.subscriptions.all()} == {0, 1}
    assert max(web.most_at_once.values()) == 1  # one request at a time to a host


@in_both_databases
def test_no_two_updates_have_the_same_feed_and_a_killed_ones_claim_expires(follower: Follower, post: Publisher) -> None:
    feed, now = follower.feed(), START + 900
    claims = [follower.subscriptions.claim(feed.id, now) for _ in range(2)]
    assert [claim is not None for claim in claims] == [True, False]
    assert follower.update(later=900) == []
    (updated,) = follower.update(later=LEASE + 1)
    assert updated.error is None
    assert claims[0] is not None
    assert not follower.subscriptions.finish(claims[0], now=now, due_at=0.0, error="late")  # it lost the feed
    assert follower.feed().error is None


def test_an_update_that_is_told_to_stop_leaves_the_feed_due(follower: Follower, web: Web) -> None:
    publisher, stop, hold = Publisher(web), threading.Event(), threading.Event()
    publisher.publish(1, 2)
    follower.add(publisher)
    web.serve("/story/1", page(1), hold=hold, host=publisher.host)
    updating = threading.Thread(target=lambda: list(follower.updater().update(stop=stop)))
    updating.start()
    while "/story/1" not in web.paths():
        stop.wait(0.01)
    stop.set()
    updating.join(5)
    assert not updating.is_alive()  # though a page is still on its way
    hold.set()
    assert follower.feed().due_at == START
    follower.update()
    assert len(follower.documents()) == 2


def test_what_two_feeds_list_is_stored_once(follower: Follower, post: Publisher) -> None:
    follower.web.script("/world.xml", replace(post.feed, etag='"w"'), host=post.host)
    url = follower.web.url("/world.xml", post.host)
    follower.subscriptions.add(url, every=900, now=follower.now, outlet="Another Name")
    for _ in range(3):
        follower.update(later=HOUR)
    assert [document.outlet for document in follower.documents()] == ["Harbour Post", "Harbour Post"]
    assert {document.version for document in follower.documents()} == {1}


@in_both_databases
def test_a_servers_own_feed_is_its_own(follower: Follower, post: Publisher) -> None:
    theirs = follower.add(post, owner="guild:7", outlet="Ours")
    assert theirs.id != follower.subscriptions.owned_by(None)[0].id
    follower.update()
    assert len(list(follower.store.ids(SHARED))) == 2
    assert len(list(follower.store.ids(seen_by("guild:7", shared=False)))) == 2
    post.web.serve("/story/1", "", status=404, host=post.host)
    for hours in (1, 25):
        follower.update(later=hours * HOUR, everything=True)
    assert len(follower.documents()) == 2
    owned = follower.subscriptions.documents(theirs.id)
    assert len(owned) == 2 and set(owned) & set(follower.store.ids(EVERYONE))
    follower.subscriptions.remove(theirs.url, "guild:7")
    assert [each.owner for each in follower.subscriptions.all()] == [None]


def test_a_sitemap_index_is_followed_into_its_newest_sitemaps(follower: Follower, web: Web) -> None:
    publisher = Publisher(web)
    publisher.serve_page(1)
    ns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    web.serve("/map.xml", f"<sitemapindex {ns}><sitemap><loc>/a.xml</loc></sitemap><sitemap><loc>/b.xml</loc></sitemap>"
              "</sitemapindex>", media_type="text/xml")  # fmt: skip
    web.serve("/a.xml", f"<urlset {ns}><url><loc>{publisher.story_url(1)}</loc></url></urlset>", media_type="text/xml")
    follower.subscriptions.add(web.url("/map.xml"), every=900, now=follower.now)
    (updated,) = follower.update()
    assert (updated.added, updated.error) == (1, None)  # /b.xml is not there, which is no reason to lose /a.xml


def test_intervals_are_read_and_written_as_people_do() -> None:
    assert [interval(typed) for typed in ("15m", "2h", "1d", "90s", "30")] == [900, 7200, DAY, 90, 1800]
    assert [interval_text(seconds) for seconds in (900, 7200, DAY, 90, 5400)] == ["15m", "2h", "1d", "90s", "90m"]
    for typed in ("", "soon", "5s", "-1h", "31d", "1w"):
        with pytest.raises(ValueError):
            interval(typed)
    assert next_reading(0, 900, 0, None) == 900
    assert next_reading(0, 30 * DAY, 5, None) == 30 * DAY  # never sooner than usual


@in_both_databases
def test_two_processes_that_update_at_once_share_the_work(follower: Follower, web: Web) -> None:
    publishers = [Publisher(web, f"{number}.example") for number in range(6)]
    for publisher in publishers:
        publisher.publish(1, 2)
        follower.add(publisher)
    with following(follower.folder, web, follower.database) as other:
        updating = threading.Thread(target=lambda: list(other.updater(threads=2).update()))
        updating.start()
        list(follower.updater(threads=2).update())
        updating.join()
    assert len(follower.documents()) == 12
    assert sorted(web.paths()) == sorted(["/feed.xml", "/story/1", "/story/2"] * 6)
