"""English."""

from __future__ import annotations

from bot.words.catalogue import FeedWords, Words

ENGLISH = Words(
    language="en",
    commands={},
    thousands=",",
    decimal=".",
    none_is_one=False,
    months="January February March April May June July August September October November December",
    date="{day} {month} {year}",
    articles=("{n} article", "{n} articles"),
    outlets=("{n} outlet", "{n} outlets"),
    chosen_articles=("{n} chosen article", "{n} chosen articles"),
    articles_from_outlets="{articles} from {outlets}",
    also_in=("also in {n} outlet", "also in {n} outlets"),
    searched="Searched {what}",
    newest_date="newest {date}",
    newest_minutes="newest {n} min old",
    newest_hours="newest {n} h old",
    newest_days=("newest {n} day old", "newest {n} days old"),
    only_outlet="outlet {name}",
    only_since="since {date}",
    only_until="until {date}",
    not_answered="The coverage does not answer this.",
    nearest="Nearest, not an answer:",
    further="Sentence {n} of {of}, ranked below the first:",
    answer="Answer: {answer}",
    yes="Yes:",
    support="Before it, naming whom or what it is about:",
    said_by="said by {name}",
    written_by="by {name}",
    from_summary="from the feed’s summary, not the whole article",
    corrected="Corrected on {date}: was “{was}”, now “{now}”",
    taken_back="Removed from the article on {date}: “{was}”",
    version="version {n}, retrieved {date}",
    open="open",
    untitled="Untitled article",
    cut="… (cut, {n} more characters)",
    understood="Understood as: {question}",
    asked="Question: {question}",
    said="What {name} said, newest first:",
    said_about="What {name} said about {about}:",
    said_earlier="Earlier, {date}:",
    said_later="Later, {date}:",
    said_also="Also:",
    said_nobody="Not in this coverage: nobody called {name} is quoted.",
    said_near="Quoted under a similar name: {names}.",
    said_several="{name} could be any of these, and I do not mix them. Ask again with the full name: {names}.",
    said_not_about="Not in this coverage: {name} is not quoted on {about}.",
    said_unread=(
        "Quotations were not looked for in all articles; whoever runs me can mend that with: coverage-bot rebuild"
    ),
    said_not_now="Not in this coverage: {name} is not quoted in what passes the filters.",
    check_exact="In the coverage, word for word:",
    check_altered="Not what was published. Crossed out is what was quoted, bold is what the article says:",
    check_spliced="Put together from two places:",
    check_misattributed="Said by {speaker}, not by {who}:",
    check_not_found="This quotation is not in this coverage. That does not mean that nobody said it.",
    check_elsewhere=("{n} more article has it.", "{n} more articles have it."),
    checked="Checked: {quotation}",
    compare_silent="Not in this index: {names}",
    compare_also="Much the same in {names}",
    compare_none="No outlet in this index says anything about this.",
    compare_no_room="No room here for: {names}",
    compare_uncompared=(
        "{n} outlet with fewer articles was not compared.",
        "{n} outlets with fewer articles were not compared.",
    ),
    timeline_none="No sentence about this in the coverage says when it happened.",
    timeline_more=(
        "… and {n} more event, less to the point or without room here.",
        "… and {n} more events, less to the point or without room here.",
    ),
    timeline_untimed=(
        "Times were not looked for in all articles; whoever runs me can mend that with: coverage-bot rebuild"
    ),
    timeline_doubts={
        "direction": "not certain: before or after publication",
        "wide": "the day is not known",
        "anchor": "counted from another day",
        "several": "not certain: the sentence names several times",
    },
    picture_title="Articles about this, by the day on which they came out",
    picture_told="Bars of articles about this by the day on which they came out: {told}",
    picture_others="others",
    picture_unnamed="no outlet named",
    nothing_to_search=(
        "There is nothing to search: the index is empty. Articles come in with: coverage-bot ingest SOURCE"
    ),
    nothing_of_its_own=(
        "There is nothing to search: this server searches only its own coverage, and has none. See `/settings shared`."
    ),
    nothing_passes="No article passes the filters ({filters}). Ask again with wider ones, or with none.",
    hint="Ask me about the coverage in words, for example: who called it a mistake?",
    changed="The article that I was about to quote has just been changed or removed. Please ask again.",
    failed="Something went wrong on my side; it is logged.",
    restarted="I was restarted before I could answer. Please ask again.",
    busy="I have more questions than I can answer right now. Please ask again in a minute.",
    no_outlet="There is no outlet {name} in the index. Outlets: {some}.",
    outlet_not_here="This server does not use the outlet {name}. Outlets here: {some}.",
    no_outlet_left=(
        "None of the outlets that this server chose is in the index. They are chosen with /settings outlets."
    ),
    question_problems={
        "no_quotation": "There are no words in that to look for. Paste the quotation itself.",
        "not_english": (
            "That does not look like English, and I know no other language: the coverage is in "
            "English. Please ask in English."
        ),
        "no_question": "There is no question in that. Ask in words, for example: who called it a mistake?",
        "too_long": "That question has {length} characters. Ask one thing, in {most} at most.",
        "unknown_date": (
            "{typed} is not a date that I know. Write `{option}` as YYYY-MM-DD, for example 2020-01-06, or in words: "
            "last week, 2 days ago, march 2024."
        ),
        "no_day_between": "No day is since {since} and until {until}. Swap the two dates.",
    },
    slow_down="That was a lot of questions at once. You can ask again {when}.",
    elsewhere="In this server I answer in {channels}.",
    context="Context",
    more="More",
    follow_up="Follow-up",
    follow_up_label="Your next question",
    follow_up_example="and when did he say that?",
    around="Around the sentence, which is in bold:",
    article_gone="That article is not in the coverage any more, or no longer says so. Please ask again.",
    too_old="I do not remember that answer any more. Please ask again.",
    not_yours="That answer was for somebody else. Ask me yourself with /ask.",
    rated_good="Thank you, noted as helpful. Press 👎 if you change your mind.",
    rated_bad="Thank you, noted as not helpful. Press 👍 if you change your mind.",
    help=(
        "**I answer questions about news coverage with the exact sentences that say so.**\n"
        "- `/ask` a question, with outlet, dates or `private` if you like\n"
        "- mention me, write to me directly, or begin a message with `{command}`\n"
        "- on any message: Apps, **Ask about this**\n"
        "- **Follow-up**, a reply to my answer or a thread under it keeps the subject: “and when did he say that?”\n"
        "- **Context** shows the sentences around a quotation, **More** the next ones, 👍 and 👎 tell me how it was\n"
        "- `/watch` a topic: I post what new articles say about it\n"
        "- `/said` what somebody said, `/check` whether a quotation is real, `/compare` what each"
        " outlet says, `/timeline` what happened when\n"
        "- `/sources` what I search, `/privacy` what I store, `/settings` and `/coverage` for who manages the server\n"
        "I quote and never paraphrase. Where the coverage does not answer, I say so."
    ),
    sources="I search {what}.",
    sources_unknown="No article in the index names its outlet.",
    and_more="… and {n} more",
    privacy=(
        "**What I store**\n"
        "- for {days} days: your question, which sentences answered it, where, and your account's number, so that "
        "buttons and follow-ups work\n"
        "- your 👍 or 👎 with that question, until you take it back with `/privacy forget:True`\n"
        "- the settings of a server, and its own feeds with their articles; a week after I left the server, I erase "
        "them and what was asked there\n"
        "- your watches and what they found, until you remove them\n"
        "I store no other messages. What you ask in a direct message or privately is used for nobody else.\n"
        "Everything stays on the machine that runs me; Discord sees messages as it always does."
    ),
    forgotten="Forgotten: your questions, the answers to them, your 👍 and 👎, and your watches.",
    settings="Settings of this server",
    settings_denied="Only people who may manage this server can change how I answer here.",
    settings_only_in_servers="Settings belong to servers. Here I answer everything.",
    answers_everywhere="I answer in every channel.",
    answers_in="I answer in {channels}.",
    answers_public="Answers to /ask are for everybody, unless you choose otherwise.",
    answers_private="Answers to /ask are for who asked alone, unless they choose otherwise.",
    quotes_all="I quote every outlet.",
    quotes_only="I quote only: {names}.",
    prefix_on="{command} in messages is on.",
    prefix_off="{command} in messages is off.",
    shared_on="I search what all servers share, and this server's own coverage.",
    shared_off="I search this server's own coverage only.",
    nothing_to_change="Choose at least one option of this command.",
    feeds=FeedWords(
        denied="Only people who may manage this server can see and change what it follows.",
        only_in_servers="Feeds belong to servers. Use this command in one that you manage.",
        unusual_interval=(
            "{typed} is no interval that I know. Write a number with m, h or d, for example 15m or 2h; choose "
            "between {least} and {most}."
        ),
        too_many=(
            "This server follows {most} feeds, and that is as many as it may. Remove one first with `/coverage remove`."
        ),
        known="This server follows that feed already: {name}. `/coverage status` shows how it is doing.",
        unknown="This server follows no such feed. `/coverage list` shows those that it follows.",
        fetching="Fetching from {host} …",
        problems={
            "address": "That is not a web address. Write it as https://…",
            "refused": (
                "I do not visit that address: it is not on the public web, or its site asks robots to stay away."
            ),
            "gone": "There is nothing at that address ({reason}). Check it for slips.",
            "not_a_feed": (
                "That is neither a feed nor a page with an article. Look for the address of the site's RSS feed."
            ),
            "other": "I could not take that: {reason}",
        },
        preview="Preview: nothing is stored yet.",
        page_preview=(
            "Preview: nothing is stored yet. This is no feed but a page with one article, which I can take in."
        ),
        links="No feed is at that address. Its page links to these feeds; add one of them with `/coverage add`:",
        items=("{n} item in it now:", "{n} items in it now:"),
        site="Site: {site}",
        looked_every="I look there every {every}.",
        only_here="Its articles are seen in this server only.",
        add="Add",
        cancel="Cancel",
        cancelled="Cancelled. Nothing was stored.",
        too_old="I do not remember that preview any more, or it was decided on already. Use `/coverage add` again.",
        not_yours="That preview is for somebody else. Use `/coverage add` yourself.",
        waiting="{name} is followed from now on. Its first articles come in when it is its turn …",
        progress="{name} is followed from now on. Looked at {n} of {of} items …",
        going_on="The first articles are still coming in. `/coverage status` shows how far it is.",
        added="{name} is followed from now on, every {every}.",
        articles_added=("{n} article added.", "{n} articles added."),
        articles_known=("{n} article was here already.", "{n} articles were here already."),
        summaries=(
            "{n} article is the feed's summary only, until its page can be had.",
            "{n} articles are the feed's summaries only, until their pages can be had.",
        ),
        failures=("{n} page could not be had:", "{n} pages could not be had:"),
        not_read="It could not be read now: {reason}. I try again {when}.",
        taking="Taking in {name} …",
        page_added="{name} is in this server's coverage now.",
        page_known="{name} was in this server's coverage already.",
        removed="{name} is followed no longer. What came from it stays: {articles}.",
        listed=("This server follows {n} feed.", "This server follows {n} feeds."),
        none="This server follows no feed of its own. Add one with `/coverage add`.",
        status="What this server searches",
        own="Its own coverage: {what}",
        never_read="not read yet",
        last_success="last read {when}",
        next_due="next {when}",
        failed=("failed once: {reason}", "failed {n} times in a row: {reason}"),
    ),
    watches="Watches",
    no_watches=(
        "There is no watch. Begin one with /watch add: when a new article says something about a topic, I post it."
    ),
    watch_line="{topic} · {where} · at most {n} a day",
    watch_direct="to you directly",
    watch_a_channel="in a channel",
    watch_post="Watch: {topic} · {n} of at most {of} today · to stop it: `/watch remove`",
    watch_added="From now on I watch:",
    watch_how=(
        "When a new article says something about it, I post that here or there, each story once. `/watch list` shows "
        "your watches, `/watch remove` ends one."
    ),
    watch_removed="I watch this no more: {topic}",
    watch_unknown="There is no such watch of yours here. `/watch list` shows those that there are.",
    watch_denied=(
        "Only people who may manage messages or this server can have me post in a channel. With where: to me "
        "directly, anybody can."
    ),
    watch_full_person="You have {most} watches, and more than that I cannot keep. Remove one with /watch remove.",
    watch_full_server=(
        "This server has {most} watches, and more than that I cannot keep. Remove one with /watch remove."
    ),
    watch_direct_closed=(
        "I cannot write to you directly. Allow direct messages from this server's members, then add the watch again."
    ),
    watch_channel_gone="Its channel is gone. Add it again in another one.",
    watch_not_allowed=(
        "I may not write in that channel. Allow me to view it and send messages there, then add the watch again."
    ),
    watch_left_server="I am no longer in its server. Once I am back, add it again.",
    watch_not_askable="It is nothing that I could look for. Add it again in other words, in English.",
)
