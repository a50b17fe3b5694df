"""English."""

from __future__ import annotations

from bot.words.catalogue import Words

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
    support="Before it, naming whom it is about:",
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
        "- `/sources` what I search, `/privacy` what I store, `/settings` for who manages the server\n"
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
        "- the settings of a server\n"
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
