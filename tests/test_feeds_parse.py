"""What is read from feeds, in every format and in every state of repair."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import SourceError
from index.feeds.feed import MAX_ITEMS, MAX_PARTS, Feed, NotAFeed
from index.feeds.markup import text_of
from index.feeds.parse import parse_feed

ADDRESS = "https://post.example/feeds/news.xml"

RSS_2 = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbour Post &amp; Sons</title><link>/</link>
<item><title>Is 3 &lt; 4? &lt;b&gt;Ferries&lt;/b&gt; &amp;amp; more</title><link>../ferry?a=1&amp;b=2</link>
<guid isPermaLink="false">story-1</guid><dc:creator>Ina Brandt</dc:creator>
<pubDate>Mon, 06 Jan 2020 08:30:00 +0100</pubDate>
<description>&lt;p&gt;It sails.&lt;/p&gt;&lt;script&gt;steal()&lt;/script&gt;</description>
<content:encoded><![CDATA[<p>It sails &amp; returns.</p><p>On Monday.</p>]]></content:encoded></item>
</channel></rss>"""

RSS_1 = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://post.example/"><title>Harbour Post</title><link>https://post.example/</link></channel>
<item rdf:about="https://post.example/ferry"><title>Ferry</title><link>https://post.example/ferry</link>
<description>It sails.</description><dc:date>2020-01-06T08:30:00Z</dc:date></item></rdf:RDF>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://post.example/atom/"><title>Harbour Post</title>
<link rel="self" href="feed"/><link href="https://post.example/"/>
<entry><id>tag:post.example,2020:1</id><link href="ferry"/><author><name>Ina Brandt</name></author>
<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">The <em>Ferry</em></div></title>
<published>2020-01-06T08:30:00Z</published><updated>2020-01-07T09:00:00Z</updated>
<content type="html">&lt;p&gt;It sails.&lt;/p&gt;</content></entry></feed>"""

JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour Post",
        "home_page_url": "https://post.example/",
        "items": [
            {
                "id": 7,
                "url": "/ferry",
                "title": "Ferry",
                "content_html": "<p>It sails.</p>",
                "date_published": "2020-01-06T08:30:00Z",
                "date_modified": "2020-01-07T09:00:00Z",
                "authors": [{"name": "Ina Brandt"}, {"name": "Jo Park"}],
            },
            {"title": "no id, no address, nothing"},
            "not an item",
        ],
    }
)

SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://post.example/old</loc><lastmod>2020-01-01</lastmod></url>
<url><loc>https://post.example/ferry</loc><news:news><news:publication><news:name>Harbour Post</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2020-01-06T08:30:00Z</news:publication_date>
<news:title>Ferry &amp; Bay</news:title></news:news></url></urlset>"""


def feed(text: str | bytes, charset: str | None = None) -> Feed:
    return parse_feed(text if isinstance(text, bytes) else text.encode(), ADDRESS, charset)


def refusal(text: str | bytes) -> str:
    with pytest.raises(SourceError) as raised:
        feed(text)
    assert "\n" not in str(raised.value)
    return raised.value.reason


def rss(*items: str, prolog: str = "") -> str:
    return f'{prolog}<rss version="2.0"><channel><title>Post</title>{"".join(items)}</channel></rss>'


def test_rss_2_gives_whole_links_plain_titles_and_the_longest_text() -> None:
    found = feed(RSS_2)
    (item,) = found.items
    assert (found.title, found.site) == ("Harbour Post & Sons", "https://post.example/")
    assert (item.id, item.url) == ("story-1", "https://post.example/ferry?a=1&b=2")
    assert item.title == "Is 3 < 4? Ferries & more"
    assert item.summary == "It sails & returns.\n\nOn Monday."
    assert (item.author, item.published) == ("Ina Brandt", "2020-01-06T07:30:00Z")


def test_rss_1_atom_json_feed_and_news_sitemaps_give_the_same() -> None:
    (of_rss,), (of_atom,), (of_json,) = feed(RSS_1).items, feed(ATOM).items, feed(JSON_FEED).items
    assert (of_rss.url, of_rss.title, of_rss.summary) == ("https://post.example/ferry", "Ferry", "It sails.")
    assert (of_atom.url, of_atom.title) == ("https://post.example/atom/ferry", "The Ferry")
    assert of_atom.updated == of_json.updated == "2020-01-07T09:00:00Z"
    assert (of_json.id, of_json.url, of_json.author) == ("7", "https://post.example/ferry", "Ina Brandt, Jo Park")
    of_map = feed(SITEMAP)
    assert [item.url for item in of_map.items] == ["https://post.example/ferry", "https://post.example/old"]
    assert (of_map.title, of_map.items[0].title) == ("Harbour Post", "Ferry & Bay")
    for item in (of_rss, of_atom, of_json, of_map.items[0]):
        assert item.published == "2020-01-06T08:30:00Z"


def test_a_sitemap_index_names_its_newest_parts_and_no_more_than_a_few() -> None:
    parts = "".join(
        f"<sitemap><loc>/map-{n}.xml</loc><lastmod>2020-01-{n:02}</lastmod></sitemap>" for n in range(1, 20)
    )
    found = feed(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{parts}</sitemapindex>')
    assert found.parts[0] == "https://post.example/map-19.xml"
    assert len(found.parts) == MAX_PARTS


def test_what_is_missing_is_done_without() -> None:
    found = feed(
        rss(
            "<item><title>No address</title><description>The council voted to close the bridge.</description></item>",
            "<item><link>/only-a-link</link></item>",
            "<item><link>javascript:alert(1)</link><title>Harmless</title></item>",
            "<item><title>Nothing else</title></item>",
            "<item><link>/dated</link><pubDate>the day after tomorrow</pubDate></item>",
        )
    )
    assert [(item.url, item.title, item.published) for item in found.items] == [
        (None, "No address", None),
        ("https://post.example/only-a-link", "", None),
        ("https://post.example/dated", "", None),
    ]


def test_broken_xml_gives_what_can_be_read_of_it() -> None:
    cut = RSS_2[: RSS_2.index("</channel>")] + "<item><title>Cut & <b>unclosed<link>/x"
    assert feed(cut).items[0].id == "story-1"
    assert "broken feed" in refusal("<rss><channel><title>Nothing")
    assert "broken JSON Feed" in refusal('{"items": [')
    assert "no JSON Feed" in refusal('{"articles": []}')


@pytest.mark.parametrize(
    ("declared", "encoding", "served_as"),
    [
        ("utf-8", "utf-8", None),
        ("iso-8859-1", "cp1252", None),
        ("windows-1251", "cp1251", "utf-8"),
        ("", "utf-8", "utf-8"),
        ("", "cp1252", "windows-1252"),
        ("utf-16", "utf-16", None),
        ("utf-16", "utf-8", "utf-16"),
    ],
)
def test_each_charset_is_read_as_declared(declared: str, encoding: str, served_as: str | None) -> None:
    word = "Паром" if encoding == "cp1251" else "“Café”"
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    text = declaration + rss(f"<item><title>{word}</title><link>/a</link></item>")
    assert feed(text.encode(encoding), served_as).items[0].title == word


def test_bytes_in_a_wrong_charset_are_shown_as_missing_and_not_guessed() -> None:
    text = '<?xml version="1.0" encoding="utf-8"?>' + rss("<item><title>Café</title><link>/a</link></item>")
    assert feed(text.encode("cp1252")).items[0].title == "Caf\ufffd"


def test_entities_are_inert(tmp_path: object) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}<!ENTITY who SYSTEM "file:///etc/passwd">'
        '<!ENTITY % out SYSTEM "http://127.0.0.1:9/x"> %out;]>'
    )
    item = "<item><title>A &l11; &who; &eacute;</title><link>/a</link><description>&l11;</description></item>"
    began = time.process_time()
    found = feed(rss(item, prolog=doctype))
    assert time.process_time() - began < 1
    assert "root:" not in repr(found) and "haha" not in repr(found)
    assert found.items[0].url == "https://post.example/a"
    sitemap = (
        doctype.replace("rss", "urlset") + "<urlset><url><loc>https://post.example/&l11;&who;</loc></url></urlset>"
    )
    assert "root:" not in repr(feed(sitemap)) and "haha" not in repr(feed(sitemap))


def test_a_web_page_in_place_of_a_feed_names_the_feeds_that_it_links_to() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" href="/rss"><link rel="alternate" href="/en" hreflang="en">'
    )
    assert "it links to: https://post.example/rss" in refusal(f"<!DOCTYPE html><html><head>{head}</head></html>")
    assert "it names no feed" in refusal("<html><body>Not found</body></html>")
    with pytest.raises(NotAFeed) as raised:
        feed(f"<html><head>{head}</head></html>")
    assert raised.value.feeds == ("https://post.example/rss",)


@pytest.mark.parametrize("body", [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"<?xml", b"<!DOCTYPE [", b"[]"])
def test_something_else_is_refused_with_a_reason(body: bytes) -> None:
    assert "not a feed" in refusal(body)


def test_the_number_of_items_is_bounded_and_doubles_count_once() -> None:
    many = [f"<item><link>/{number}</link></item>" for number in range(MAX_ITEMS + 50)]
    assert len(feed(rss(*many)).items) == MAX_ITEMS
    assert len(feed(rss(many[0], many[0], many[1])).items) == 2


def test_html_to_text_keeps_paragraphs_and_drops_what_is_not_read() -> None:
    html = "One<br>two <i>three</i><p>Four</p><ul><li>Five<li>Six</ul><style>p {}</style><!-- no --> seven &amp; 8"
    assert text_of(html) == "One two three\n\nFour\n\nFive\n\nSix\n\nseven & 8"
    assert text_of("plain\ntext\n\nmore") == "plain text\n\nmore"
    assert text_of("<!-- -->") == ""


PIECES = [
    *"<>&\"'/= \n\x00\ud800{",
    *("rss", "item", "<rss>", "<item>", "<title>", "<feed", "</item>", "<link>http://a.b/"),
    *("<![CDATA[", "]]>", "<!--", "-->", "<?xml", "&#0;"),
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_no_bytes_do_more_than_be_refused(pieces: list[str]) -> None:
    body = "".join(pieces).encode("utf-8", "surrogatepass")
    try:
        found = feed(b"<rss>" + body)
    except SourceError as error:
        assert "\n" not in str(error)
    else:
        assert all(item.url is None or item.url.startswith(("http://", "https://")) for item in found.items)
