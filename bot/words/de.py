"""German."""

from __future__ import annotations

from bot.words.catalogue import FeedWords, Words

_COMMANDS = {
    "ask": "fragen",
    "Ask about the news coverage; the answer is an exact quotation.": (
        "Frage nach der Berichterstattung; die Antwort ist ein wörtliches Zitat."
    ),
    "question": "frage",
    "What you want to know, in your own words": "Was du wissen willst, in deinen Worten",
    "outlet": "medium",
    "Only from this outlet": "Nur aus diesem Medium",
    "since": "seit",
    "Published then or later: 2024-03-01, last week, march 2024": (
        "Dann oder später erschienen: 2024-03-01, letzte Woche, März 2024"
    ),
    "until": "bis",
    "Published then or earlier: 2024-03-01, last week, march 2024": (
        "Dann oder früher erschienen: 2024-03-01, letzte Woche, März 2024"
    ),
    "private": "privat",
    "Show the answer to you alone": "Die Antwort nur dir zeigen",
    "Ask about this": "Hierzu fragen",
    "said": "gesagt",
    "What somebody said, in exact quotations": "Was jemand gesagt hat, in exakten Zitaten",
    "who": "wer",
    "Whose words you want": "Wessen Worte du willst",
    "about": "zu",
    "On what subject": "Zu welchem Thema",
    "check": "prüfen",
    "Check whether a quotation is in the news coverage, word for word.": (
        "Prüft, ob ein Zitat wörtlich in der Berichterstattung steht."
    ),
    "text": "text",
    "The quotation, alone or with who said it": "Das Zitat, allein oder mit dem, der es gesagt hat",
    "Who is said to have said it": "Wer es gesagt haben soll",
    "Check this quote": "Dieses Zitat prüfen",
    "compare": "vergleichen",
    "What each outlet says about a topic, in its own sentence.": (
        "Was jedes Medium zu einem Thema sagt, in seinem eigenen Satz."
    ),
    "topic": "thema",
    "What it is about, in a few words": "Worum es geht, in wenigen Worten",
    "timeline": "zeitleiste",
    "What happened when, in the order in which it happened.": (
        "Was wann geschah, in der Reihenfolge, in der es geschah."
    ),
    "help": "hilfe",
    "What I can do and how to ask": "Was ich kann und wie man fragt",
    "sources": "quellen",
    "Which outlets I search, and how much there is": "Welche Medien ich durchsuche und wie viel es gibt",
    "privacy": "datenschutz",
    "What I store about you": "Was ich über dich speichere",
    "forget": "vergessen",
    "Forget now what I store about you": "Jetzt vergessen, was ich über dich speichere",
    "settings": "einstellungen",
    "How I answer in this server": "Wie ich auf diesem Server antworte",
    "show": "zeigen",
    "Show the settings of this server": "Zeigt die Einstellungen dieses Servers",
    "channels": "kanäle",
    "Choose the channels in which I answer": "Wähle die Kanäle, in denen ich antworte",
    "add": "dazu",
    "remove": "weg",
    "Answer in this channel": "In diesem Kanal antworten",
    "Answer in this channel no more": "In diesem Kanal nicht mehr antworten",
    "everywhere": "überall",
    "Answer in every channel again": "Wieder in jedem Kanal antworten",
    "visibility": "sichtbarkeit",
    "Choose who sees answers to /ask": "Wähle, wer Antworten auf /fragen sieht",
    "Show them to who asked alone, unless they choose otherwise": (
        "Nur der fragenden Person zeigen, wenn sie nichts anderes wählt"
    ),
    "outlets": "medien",
    "Choose the outlets that I quote here": "Wähle die Medien, die ich hier zitiere",
    "Quote this outlet": "Dieses Medium zitieren",
    "Quote this outlet no more": "Dieses Medium nicht mehr zitieren",
    "all": "alle",
    "Quote every outlet again": "Wieder jedes Medium zitieren",
    "prefix": "präfix",
    "Turn the command in messages on or off": "Schaltet den Befehl in Nachrichten ein oder aus",
    "on": "an",
    "Answer messages that begin with the command": "Auf Nachrichten antworten, die mit dem Befehl beginnen",
    "shared": "gemeinsam",
    "Choose whether I search what all servers share": "Wähle, ob ich durchsuche, was alle Server teilen",
    "Search it beside this server's own coverage": "Das neben den eigenen Artikeln dieses Servers durchsuchen",
    "reset": "zurücksetzen",
    "Go back to the settings that I came with": "Zurück zu den mitgebrachten Einstellungen",
    "coverage": "berichterstattung",
    "The feeds that this server follows": "Die Feeds, denen dieser Server folgt",
    "Follow a feed, or take in one page; you see a preview first": (
        "Einem Feed folgen oder eine Seite aufnehmen; vorher siehst du eine Vorschau"
    ),
    "url": "adresse",
    "Address of a feed (RSS, Atom, JSON Feed, news sitemap) or of a page": (
        "Adresse eines Feeds (RSS, Atom, JSON Feed, News-Sitemap) oder einer Seite"
    ),
    "Who publishes it; by default what each page says": "Wer es veröffentlicht; sonst, was jede Seite selbst sagt",
    "every": "takt",
    "How often to look: 15m, 2h, 1d": "Wie oft nachsehen: 15m, 2h, 1d",
    "list": "liste",
    "Show the feeds that this server follows": "Zeigt die Feeds, denen dieser Server folgt",
    "Follow a feed no longer; its articles stay": "Einem Feed nicht mehr folgen; seine Artikel bleiben",
    "feed": "feed",
    "Which feed": "Welcher Feed",
    "status": "status",
    "Show what this server searches, and how its feeds are doing": (
        "Zeigt, was dieser Server durchsucht und wie es seinen Feeds geht"
    ),
    "watch": "beobachten",
    "Hear of new articles that say something about a topic": (
        "Erfahre von neuen Artikeln, die etwas zu einem Thema sagen"
    ),
    "Watch a topic: a question, or a few keywords": "Beobachte ein Thema: eine Frage oder ein paar Stichwörter",
    "A question or keywords, in English": "Eine Frage oder Stichwörter, auf Englisch",
    "where": "wo",
    "In this channel, or to you directly (the usual)": "In diesem Kanal oder direkt an dich (das Übliche)",
    "in this channel": "in diesem Kanal",
    "to me directly": "direkt an mich",
    "a_day": "am_tag",
    "At most so many posts a day (usually 5)": "Höchstens so viele Beiträge am Tag (üblich sind 5)",
    "Show your watches, and this server's if you manage it": (
        "Zeigt deine Beobachtungen und die dieses Servers, wenn du ihn verwaltest"
    ),
    "Watch a topic no more": "Ein Thema nicht mehr beobachten",
    "Which one": "Welche",
}

GERMAN = Words(
    language="de",
    commands=_COMMANDS,
    thousands=".",
    decimal=",",
    none_is_one=False,
    months="Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    date="{day}. {month} {year}",
    articles=("{n} Artikel", "{n} Artikel"),
    outlets=("{n} Medium", "{n} Medien"),
    chosen_articles=("{n} gewählter Artikel", "{n} gewählte Artikel"),
    articles_from_outlets="{articles} aus {outlets}",
    also_in=("auch in {n} weiteren Medium", "auch in {n} weiteren Medien"),
    searched="Durchsucht: {what}",
    newest_date="neuester vom {date}",
    newest_minutes="neuester {n} Min. alt",
    newest_hours="neuester {n} Std. alt",
    newest_days=("neuester {n} Tag alt", "neuester {n} Tage alt"),
    only_outlet="Medium {name}",
    only_since="seit {date}",
    only_until="bis {date}",
    not_answered="Die Berichterstattung beantwortet das nicht.",
    nearest="Am nächsten, aber keine Antwort:",
    further="Satz {n} von {of}, nach dem ersten eingestuft:",
    answer="Antwort: {answer}",
    yes="Ja:",
    support="Davor, mit dem Namen, um den es geht:",
    said_by="gesagt von {name}",
    written_by="von {name}",
    from_summary="aus der Kurzfassung im Feed, nicht aus dem ganzen Artikel",
    corrected="Berichtigt am {date}: vorher „{was}“, jetzt „{now}“",
    taken_back="Am {date} aus dem Artikel entfernt: „{was}“",
    version="Fassung {n}, abgerufen am {date}",
    open="öffnen",
    untitled="Artikel ohne Titel",
    cut="… (gekürzt, {n} weitere Zeichen)",
    understood="Verstanden als: {question}",
    asked="Frage: {question}",
    said="Was {name} gesagt hat, das Neueste zuerst:",
    said_about="Was {name} zu {about} gesagt hat:",
    said_earlier="Früher, {date}:",
    said_later="Später, {date}:",
    said_also="Außerdem:",
    said_nobody="Nicht in dieser Berichterstattung: Niemand namens {name} wird zitiert.",
    said_near="Unter ähnlichem Namen zitiert: {names}.",
    said_several="{name} kann jede dieser Personen sein, und ich vermische sie nicht. Frag mit vollem Namen: {names}.",
    said_not_about="Nicht in dieser Berichterstattung: {name} wird zu {about} nicht zitiert.",
    said_unread=(
        "Nicht in allen Artikeln wurde nach Zitaten gesucht; wer mich betreibt, behebt das mit: coverage-bot rebuild"
    ),
    said_not_now="Nicht in dieser Berichterstattung: {name} wird in dem, was die Filter durchlassen, nicht zitiert.",
    check_exact="Wörtlich in der Berichterstattung:",
    check_altered=(
        "So wurde es nicht veröffentlicht. Durchgestrichen ist das Zitat, fett steht, was der Artikel sagt:"
    ),
    check_spliced="Aus zwei Stellen zusammengesetzt:",
    check_misattributed="Gesagt von {speaker}, nicht von {who}:",
    check_not_found=(
        "Dieses Zitat steht nicht in dieser Berichterstattung. Das heißt nicht, dass es niemand gesagt hat."
    ),
    check_elsewhere=("{n} weiterer Artikel enthält es.", "{n} weitere Artikel enthalten es."),
    checked="Geprüft: {quotation}",
    compare_silent="Nicht in diesem Index: {names}",
    compare_also="Fast dasselbe in {names}",
    compare_none="Kein Medium in diesem Index sagt etwas dazu.",
    compare_no_room="Hier kein Platz für: {names}",
    compare_uncompared=(
        "{n} Medium mit weniger Artikeln wurde nicht verglichen.",
        "{n} Medien mit weniger Artikeln wurden nicht verglichen.",
    ),
    timeline_none="Kein Satz dazu in der Berichterstattung sagt, wann es geschah.",
    timeline_more=(
        "… und {n} weiteres Ereignis, weniger treffend oder ohne Platz hier.",
        "… und {n} weitere Ereignisse, weniger treffend oder ohne Platz hier.",
    ),
    timeline_untimed=(
        "Nicht in allen Artikeln wurde nach Zeiten gesucht; wer mich betreibt, behebt das mit: coverage-bot rebuild"
    ),
    timeline_doubts={
        "direction": "unsicher: vor oder nach der Veröffentlichung",
        "wide": "der Tag ist nicht bekannt",
        "anchor": "von einem anderen Tag an gezählt",
        "several": "unsicher: der Satz nennt mehrere Zeiten",
    },
    picture_title="Artikel dazu nach dem Tag ihres Erscheinens",
    picture_told="Balken der Artikel dazu nach dem Tag ihres Erscheinens: {told}",
    picture_others="andere",
    picture_unnamed="ohne Medium",
    nothing_to_search=(
        "Es gibt nichts zu durchsuchen: Der Index ist leer. Artikel kommen hinein mit: coverage-bot ingest SOURCE"
    ),
    nothing_of_its_own=(
        "Es gibt nichts zu durchsuchen: Dieser Server durchsucht nur seine eigenen Artikel und hat keine. "
        "Siehe `/settings shared`."
    ),
    nothing_passes="Kein Artikel passt zu den Filtern ({filters}). Frage mit weiteren Filtern oder ganz ohne.",
    hint="Frage mich in Worten nach der Berichterstattung, zum Beispiel: who called it a mistake?",
    changed="Der Artikel, den ich zitieren wollte, wurde gerade geändert oder entfernt. Bitte frage noch einmal.",
    failed="Bei mir ist etwas schiefgegangen; es steht im Protokoll.",
    restarted="Ich wurde neu gestartet, bevor ich antworten konnte. Bitte frage noch einmal.",
    busy="Ich habe gerade mehr Fragen, als ich beantworten kann. Bitte frage in einer Minute noch einmal.",
    no_outlet="Im Index gibt es kein Medium {name}. Medien: {some}.",
    outlet_not_here="Dieser Server nutzt das Medium {name} nicht. Medien hier: {some}.",
    no_outlet_left=(
        "Keines der Medien, die dieser Server gewählt hat, ist im Index. Gewählt wird mit /settings outlets."
    ),
    question_problems={
        "no_quotation": "Darin sind keine Wörter, nach denen ich suchen kann. Füge das Zitat selbst ein.",
        "not_english": (
            "Das sieht nicht nach Englisch aus, und eine andere Sprache kann ich nicht: Die "
            "Artikel sind auf Englisch. Bitte frage auf Englisch."
        ),
        "no_question": "Darin steckt keine Frage. Frage in Worten, zum Beispiel: who called it a mistake?",
        "too_long": "Diese Frage hat {length} Zeichen. Frage nur eines, in höchstens {most}.",
        "unknown_date": (
            "{typed} ist kein Datum, das ich kenne. Schreibe `{option}` als JJJJ-MM-TT, zum Beispiel 2020-01-06, "
            "oder in "
            "Worten: letzte Woche, vor 2 Tagen, März 2024."
        ),
        "no_day_between": "Kein Tag ist seit {since} und bis {until}. Tausche die beiden Daten.",
    },
    slow_down="Das waren viele Fragen auf einmal. Du kannst {when} wieder fragen.",
    elsewhere="Auf diesem Server antworte ich in {channels}.",
    context="Zusammenhang",
    more="Mehr",
    follow_up="Nachfragen",
    follow_up_label="Deine nächste Frage",
    follow_up_example="and when did he say that?",
    around="Rund um den Satz, der fett gedruckt ist:",
    article_gone="Dieser Artikel ist nicht mehr da oder sagt das nicht mehr. Bitte frage noch einmal.",
    too_old="An diese Antwort erinnere ich mich nicht mehr. Bitte frage noch einmal.",
    not_yours="Diese Antwort war für jemand anderen. Frage mich selbst mit /ask.",
    rated_good="Danke, als hilfreich notiert. Drücke 👎, wenn du es dir anders überlegst.",
    rated_bad="Danke, als nicht hilfreich notiert. Drücke 👍, wenn du es dir anders überlegst.",
    help=(
        "**Ich beantworte Fragen zur Berichterstattung mit genau den Sätzen, die es sagen.**\n"
        "- `/ask` und eine Frage, auf Wunsch mit Medium, Daten oder `private`\n"
        "- erwähne mich, schreibe mir direkt oder beginne eine Nachricht mit `{command}`\n"
        "- an jeder Nachricht: Apps, **Hierzu fragen**\n"
        "- **Nachfragen**, eine Antwort auf meine Antwort oder ein Thread darunter bleibt beim Thema: „and when did he "
        "say that?“\n"
        "- **Zusammenhang** zeigt die Sätze um ein Zitat, **Mehr** die nächsten, 👍 und 👎 sagen mir, wie es war\n"
        "- `/watch` ein Thema: Ich poste, was neue Artikel dazu sagen\n"
        "- `/said` was jemand sagte, `/check` ob ein Zitat echt ist, `/compare` was jedes Medium sagt, "
        "`/timeline` was wann geschah\n"
        "- `/sources` was ich durchsuche, `/privacy` was ich speichere, `/settings` und `/coverage` für alle, die den "
        "Server verwalten\n"
        "Ich zitiere und gebe nie mit eigenen Worten wieder. Wo die Berichterstattung nicht antwortet, sage ich es."
    ),
    sources="Ich durchsuche {what}.",
    sources_unknown="Kein Artikel im Index nennt sein Medium.",
    and_more="… und {n} weitere",
    privacy=(
        "**Was ich speichere**\n"
        "- {days} Tage lang: deine Frage, welche Sätze sie beantwortet haben, wo, und die Nummer deines Kontos, damit "
        "Knöpfe und Nachfragen funktionieren\n"
        "- dein 👍 oder 👎 mit dieser Frage, bis du es mit `/privacy forget:True` zurücknimmst\n"
        "- die Einstellungen eines Servers und seine eigenen Feeds mit ihren Artikeln; eine Woche nachdem ich den "
        "Server verlassen habe, lösche ich sie und was dort gefragt wurde\n"
        "- deine Beobachtungen und was sie gefunden haben, bis du sie entfernst\n"
        "Andere Nachrichten speichere ich nicht. Was du direkt oder privat fragst, wird für niemand anderen benutzt.\n"
        "Alles bleibt auf dem Rechner, auf dem ich laufe; Discord sieht Nachrichten wie immer."
    ),
    forgotten="Vergessen: deine Fragen, die Antworten darauf, dein 👍 und 👎, deine Beobachtungen.",
    settings="Einstellungen dieses Servers",
    settings_denied="Nur wer diesen Server verwalten darf, kann ändern, wie ich hier antworte.",
    settings_only_in_servers="Einstellungen gehören zu Servern. Hier beantworte ich alles.",
    answers_everywhere="Ich antworte in jedem Kanal.",
    answers_in="Ich antworte in {channels}.",
    answers_public="Antworten auf /ask sind für alle, wenn du nichts anderes wählst.",
    answers_private="Antworten auf /ask sind nur für die fragende Person, wenn sie nichts anderes wählt.",
    quotes_all="Ich zitiere jedes Medium.",
    quotes_only="Ich zitiere nur: {names}.",
    prefix_on="{command} in Nachrichten ist an.",
    prefix_off="{command} in Nachrichten ist aus.",
    shared_on="Ich durchsuche, was alle Server teilen, und die eigenen Artikel dieses Servers.",
    shared_off="Ich durchsuche nur die eigenen Artikel dieses Servers.",
    nothing_to_change="Wähle mindestens eine Option dieses Befehls.",
    feeds=FeedWords(
        denied="Nur wer diesen Server verwalten darf, kann sehen und ändern, welchen Feeds er folgt.",
        only_in_servers="Feeds gehören zu Servern. Benutze diesen Befehl in einem, den du verwaltest.",
        unusual_interval=(
            "{typed} ist kein Takt, den ich kenne. Schreibe eine Zahl mit m, h oder d, zum Beispiel 15m oder 2h, "
            "zwischen {least} und {most}."
        ),
        too_many=(
            "Dieser Server folgt {most} Feeds, und mehr dürfen es nicht sein. Nimm zuerst einen weg mit `/coverage "
            "remove`."
        ),
        known="Dieser Server folgt diesem Feed schon: {name}. `/coverage status` zeigt, wie es ihm geht.",
        unknown="Diesem Feed folgt dieser Server nicht. `/coverage list` zeigt, welchen er folgt.",
        fetching="Ich rufe von {host} ab …",
        problems={
            "address": "Das ist keine Webadresse. Schreibe sie als https://…",
            "refused": (
                "Diese Adresse besuche ich nicht: Sie ist nicht im öffentlichen Web, oder ihre Website bittet "
                "Robots, fernzubleiben."
            ),
            "gone": "An dieser Adresse ist nichts ({reason}). Sieh nach, ob sie stimmt.",
            "not_a_feed": (
                "Das ist weder ein Feed noch eine Seite mit einem Artikel. Suche die Adresse des RSS-Feeds der Website."
            ),
            "other": "Das konnte ich nicht aufnehmen: {reason}",
        },
        preview="Vorschau: Noch ist nichts gespeichert.",
        page_preview=(
            "Vorschau: Noch ist nichts gespeichert. Das ist kein Feed, sondern eine Seite mit einem Artikel, den "
            "ich aufnehmen kann."
        ),
        links=(
            "An dieser Adresse ist kein Feed. Ihre Seite verweist auf diese Feeds; füge einen davon hinzu mit "
            "`/coverage add`:"
        ),
        items=("Zurzeit {n} Eintrag:", "Zurzeit {n} Einträge:"),
        site="Website: {site}",
        looked_every="Ich sehe alle {every} nach.",
        only_here="Die Artikel sind nur auf diesem Server zu sehen.",
        add="Hinzufügen",
        cancel="Abbrechen",
        cancelled="Abgebrochen. Es wurde nichts gespeichert.",
        too_old=(
            "An diese Vorschau erinnere ich mich nicht mehr, oder sie ist schon entschieden. Benutze noch einmal "
            "`/coverage add`."
        ),
        not_yours="Diese Vorschau ist für jemand anderen. Benutze selbst `/coverage add`.",
        waiting="Ich folge jetzt {name}. Die ersten Artikel kommen, wenn der Feed an der Reihe ist …",
        progress="Ich folge jetzt {name}. {n} von {of} Einträgen angesehen …",
        going_on="Die ersten Artikel kommen noch herein. `/coverage status` zeigt, wie weit es ist.",
        added="Ich folge jetzt {name}, alle {every}.",
        articles_added=("{n} Artikel hinzugefügt.", "{n} Artikel hinzugefügt."),
        articles_known=("{n} Artikel war schon da.", "{n} Artikel waren schon da."),
        summaries=(
            "{n} Artikel ist nur die Kurzfassung aus dem Feed, bis seine Seite zu haben ist.",
            "{n} Artikel sind nur die Kurzfassungen aus dem Feed, bis ihre Seiten zu haben sind.",
        ),
        failures=("{n} Seite war nicht zu haben:", "{n} Seiten waren nicht zu haben:"),
        not_read="Der Feed war jetzt nicht zu lesen: {reason}. Ich versuche es {when} wieder.",
        taking="Ich nehme {name} auf …",
        page_added="{name} gehört jetzt zu den eigenen Artikeln dieses Servers.",
        page_known="{name} gehörte schon zu den eigenen Artikeln dieses Servers.",
        removed="Ich folge {name} nicht mehr. Was daher kam, bleibt: {articles}.",
        listed=("Dieser Server folgt {n} Feed.", "Dieser Server folgt {n} Feeds."),
        none="Dieser Server folgt keinem eigenen Feed. Füge einen hinzu mit `/coverage add`.",
        status="Was dieser Server durchsucht",
        own="Eigene Artikel: {what}",
        never_read="noch nie gelesen",
        last_success="zuletzt gelesen {when}",
        next_due="wieder {when}",
        failed=("einmal fehlgeschlagen: {reason}", "{n}-mal in Folge fehlgeschlagen: {reason}"),
    ),
    watches="Beobachtungen",
    no_watches=(
        "Es gibt keine Beobachtung. Beginne eine mit /watch add: Sagt ein neuer Artikel etwas zu einem Thema, poste "
        "ich es."
    ),
    watch_line="{topic} · {where} · höchstens {n} am Tag",
    watch_direct="an dich direkt",
    watch_a_channel="in einem Kanal",
    watch_post="Beobachtung: {topic} · {n} von höchstens {of} heute · zum Beenden: `/watch remove`",
    watch_added="Ab jetzt beobachte ich:",
    watch_how=(
        "Sagt ein neuer Artikel etwas dazu, poste ich es dort, jede Geschichte einmal. `/watch list` zeigt deine "
        "Beobachtungen, `/watch remove` beendet eine."
    ),
    watch_removed="Das beobachte ich nicht mehr: {topic}",
    watch_unknown="Eine solche Beobachtung hast du hier nicht. `/watch list` zeigt, welche es gibt.",
    watch_denied=(
        "Nur wer Nachrichten oder diesen Server verwalten darf, kann mich in einem Kanal posten lassen. Direkt an "
        "sich selbst kann es jeder."
    ),
    watch_full_person="Du hast {most} Beobachtungen, und mehr kann ich nicht führen. Entferne eine mit /watch remove.",
    watch_full_server=(
        "Dieser Server hat {most} Beobachtungen, und mehr kann ich nicht führen. Entferne eine mit /watch remove."
    ),
    watch_direct_closed=(
        "Ich kann dir nicht direkt schreiben. Erlaube Direktnachrichten von Mitgliedern dieses Servers und füge die "
        "Beobachtung noch einmal hinzu."
    ),
    watch_channel_gone="Ihren Kanal gibt es nicht mehr. Füge sie in einem anderen noch einmal hinzu.",
    watch_not_allowed=(
        "In diesem Kanal darf ich nicht schreiben. Erlaube mir, ihn zu sehen und dort zu schreiben, und füge die "
        "Beobachtung noch einmal hinzu."
    ),
    watch_left_server="Ich bin nicht mehr auf ihrem Server. Bin ich zurück, füge sie noch einmal hinzu.",
    watch_not_askable=(
        "Das ist nichts, wonach ich suchen könnte. Füge sie in anderen Worten noch einmal hinzu, auf Englisch."
    ),
)
