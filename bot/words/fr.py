"""French."""

from __future__ import annotations

from bot.words.catalogue import FeedWords, Words

_COMMANDS = {
    "ask": "demander",
    "Ask about the news coverage; the answer is an exact quotation.": (
        "Interroge la couverture de presse ; la réponse est une citation exacte."
    ),
    "question": "question",
    "What you want to know, in your own words": "Ce que tu veux savoir, avec tes mots",
    "outlet": "média",
    "Only from this outlet": "Seulement de ce média",
    "since": "depuis",
    "Published then or later: 2024-03-01, last week, march 2024": (
        "Publié à cette date ou après : 2024-03-01, la semaine dernière, mars 2024"
    ),
    "until": "jusque",
    "Published then or earlier: 2024-03-01, last week, march 2024": (
        "Publié à cette date ou avant : 2024-03-01, la semaine dernière, mars 2024"
    ),
    "private": "privé",
    "Show the answer to you alone": "Ne montrer la réponse qu'à toi",
    "Ask about this": "Demander à ce sujet",
    "said": "propos",
    "What somebody said, in exact quotations": "Ce que quelqu’un a dit, en citations exactes",
    "who": "qui",
    "Whose words you want": "De qui vous voulez les paroles",
    "about": "sujet",
    "On what subject": "Sur quel sujet",
    "check": "vérifier",
    "Check whether a quotation is in the news coverage, word for word.": (
        "Vérifie si une citation est dans la couverture, mot pour mot."
    ),
    "text": "texte",
    "The quotation, alone or with who said it": "La citation, seule ou avec qui l’a dite",
    "Who is said to have said it": "Qui l’aurait dite",
    "Check this quote": "Vérifier cette citation",
    "compare": "comparer",
    "What each outlet says about a topic, in its own sentence.": (
        "Ce que chaque média dit d’un sujet, dans sa propre phrase."
    ),
    "topic": "sujet",
    "What it is about, in a few words": "De quoi il s’agit, en quelques mots",
    "timeline": "chronologie",
    "What happened when, in the order in which it happened.": (
        "Ce qui s’est passé et quand, dans l’ordre où cela s’est passé."
    ),
    "help": "aide",
    "What I can do and how to ask": "Ce que je sais faire et comment demander",
    "sources": "sources",
    "Which outlets I search, and how much there is": "Dans quels médias je cherche, et combien il y en a",
    "privacy": "confidentialité",
    "What I store about you": "Ce que je garde sur toi",
    "forget": "oublier",
    "Forget now what I store about you": "Oublier maintenant ce que je garde sur toi",
    "settings": "réglages",
    "How I answer in this server": "Comment je réponds sur ce serveur",
    "show": "montrer",
    "Show the settings of this server": "Montre les réglages de ce serveur",
    "channels": "salons",
    "Choose the channels in which I answer": "Choisis les salons où je réponds",
    "add": "ajouter",
    "remove": "retirer",
    "Answer in this channel": "Répondre dans ce salon",
    "Answer in this channel no more": "Ne plus répondre dans ce salon",
    "everywhere": "partout",
    "Answer in every channel again": "Répondre à nouveau dans tous les salons",
    "visibility": "visibilité",
    "Choose who sees answers to /ask": "Choisis qui voit les réponses à /demander",
    "Show them to who asked alone, unless they choose otherwise": (
        "Ne les montrer qu'à qui a demandé, sauf autre choix de sa part"
    ),
    "outlets": "médias",
    "Choose the outlets that I quote here": "Choisis les médias que je cite ici",
    "Quote this outlet": "Citer ce média",
    "Quote this outlet no more": "Ne plus citer ce média",
    "all": "tous",
    "Quote every outlet again": "Citer à nouveau tous les médias",
    "prefix": "préfixe",
    "Turn the command in messages on or off": "Active ou désactive la commande dans les messages",
    "on": "actif",
    "Answer messages that begin with the command": "Répondre aux messages qui commencent par la commande",
    "shared": "partage",
    "Choose whether I search what all servers share": "Choisis si je cherche dans ce que tous les serveurs partagent",
    "Search it beside this server's own coverage": "Y chercher en plus de la couverture de ce serveur",
    "reset": "réinitialiser",
    "Go back to the settings that I came with": "Revient aux réglages d'origine",
    "coverage": "couverture",
    "The feeds that this server follows": "Les flux que suit ce serveur",
    "Follow a feed, or take in one page; you see a preview first": (
        "Suivre un flux ou reprendre une page ; un aperçu est montré d'abord"
    ),
    "url": "adresse",
    "Address of a feed (RSS, Atom, JSON Feed, news sitemap) or of a page": (
        "Adresse d'un flux (RSS, Atom, JSON Feed, sitemap d'actualités) ou d'une page"
    ),
    "Who publishes it; by default what each page says": "Qui le publie ; sinon, ce que dit chaque page",
    "every": "chaque",
    "How often to look: 15m, 2h, 1d": "À quel rythme regarder : 15m, 2h, 1d",
    "list": "liste",
    "Show the feeds that this server follows": "Montre les flux que suit ce serveur",
    "Follow a feed no longer; its articles stay": "Ne plus suivre un flux ; ses articles restent",
    "feed": "flux",
    "Which feed": "Quel flux",
    "status": "état",
    "Show what this server searches, and how its feeds are doing": (
        "Montre où cherche ce serveur et comment vont ses flux"
    ),
    "watch": "veille",
    "Hear of new articles that say something about a topic": (
        "Apprends quels nouveaux articles disent quelque chose d'un sujet"
    ),
    "Watch a topic: a question, or a few keywords": "Surveille un sujet : une question ou quelques mots-clés",
    "A question or keywords, in English": "Une question ou des mots-clés, en anglais",
    "where": "où",
    "In this channel, or to you directly (the usual)": "Dans ce salon, ou à toi directement (par défaut)",
    "in this channel": "dans ce salon",
    "to me directly": "à moi directement",
    "a_day": "par_jour",
    "At most so many posts a day (usually 5)": "Au plus tant de messages par jour (d'habitude 5)",
    "Show your watches, and this server's if you manage it": (
        "Montre tes veilles et, si tu le gères, celles de ce serveur"
    ),
    "Watch a topic no more": "Ne plus surveiller un sujet",
    "Which one": "Laquelle",
}

FRENCH = Words(
    language="fr",
    commands=_COMMANDS,
    thousands="\u202f",
    decimal=",",
    none_is_one=True,
    months="janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    date="{day} {month} {year}",
    articles=("{n} article", "{n} articles"),
    outlets=("{n} média", "{n} médias"),
    chosen_articles=("{n} article choisi", "{n} articles choisis"),
    articles_from_outlets="{articles} de {outlets}",
    also_in=("aussi dans {n} autre média", "aussi dans {n} autres médias"),
    searched="Recherche dans {what}",
    newest_date="le plus récent du {date}",
    newest_minutes="le plus récent d'il y a {n} min",
    newest_hours="le plus récent d'il y a {n} h",
    newest_days=("le plus récent d'il y a {n} jour", "le plus récent d'il y a {n} jours"),
    only_outlet="média {name}",
    only_since="depuis le {date}",
    only_until="jusqu'au {date}",
    not_answered="La couverture ne répond pas à cela.",
    nearest="Le plus proche, mais pas une réponse :",
    further="Phrase {n} sur {of}, classée après la première :",
    answer="Réponse : {answer}",
    yes="Oui :",
    support="Avant elle, qui nomme de qui ou de quoi elle parle :",
    said_by="dit par {name}",
    written_by="par {name}",
    from_summary="d’après le résumé du flux, pas l’article entier",
    corrected="Corrigé le {date} : avant « {was} », maintenant « {now} »",
    taken_back="Retiré de l'article le {date} : « {was} »",
    version="version {n}, relevée le {date}",
    open="ouvrir",
    untitled="Article sans titre",
    cut="… (coupé, {n} caractères de plus)",
    understood="Compris comme : {question}",
    asked="Question : {question}",
    said="Ce que {name} a dit, le plus récent d’abord :",
    said_about="Ce que {name} a dit sur {about} :",
    said_earlier="Avant, {date} :",
    said_later="Après, {date} :",
    said_also="Aussi :",
    said_nobody="Absent de cette couverture : personne du nom de {name} n’est cité.",
    said_near="Cité sous un nom proche : {names}.",
    said_several=(
        "{name} peut être l’une de ces personnes, et je ne les mélange pas. Demandez avec le nom complet : {names}."
    ),
    said_not_about="Absent de cette couverture : {name} n’est pas cité sur {about}.",
    said_unread=(
        "Les citations n’ont pas été cherchées dans tous les articles ; qui me fait tourner y"
        " remédie avec : coverage-bot rebuild"
    ),
    said_not_now="Absent de cette couverture : {name} n’est pas cité dans ce qui passe les filtres.",
    check_exact="Dans la couverture, mot pour mot :",
    check_altered=("Ce n’est pas ce qui a été publié. Barré : ce qui a été cité ; en gras : ce que dit l’article :"),
    check_spliced="Assemblée à partir de deux endroits :",
    check_misattributed="Dit par {speaker}, non par {who} :",
    check_not_found=("Cette citation n’est pas dans cette couverture. Cela ne veut pas dire que personne ne l’a dite."),
    check_elsewhere=("{n} autre article la contient.", "{n} autres articles la contiennent."),
    checked="Vérifié : {quotation}",
    compare_silent="Absents de cet index : {names}",
    compare_also="Presque la même chose dans {names}",
    compare_none="Aucun média de cet index n’en dit quoi que ce soit.",
    compare_no_room="Pas de place ici pour : {names}",
    compare_uncompared=(
        "{n} média avec moins d’articles n’a pas été comparé.",
        "{n} médias avec moins d’articles n’ont pas été comparés.",
    ),
    timeline_none="Aucune phrase de la couverture à ce sujet ne dit quand cela s’est passé.",
    timeline_more=(
        "… et {n} événement de plus, moins pertinent ou sans place ici.",
        "… et {n} événements de plus, moins pertinents ou sans place ici.",
    ),
    timeline_untimed=(
        "Les dates n’ont pas été cherchées dans tous les articles ;"
        " qui me fait tourner y remédie avec : coverage-bot rebuild"
    ),
    timeline_doubts={
        "direction": "incertain : avant ou après la publication",
        "wide": "le jour n’est pas connu",
        "anchor": "compté à partir d’un autre jour",
        "several": "incertain : la phrase nomme plusieurs dates",
    },
    picture_title="Articles à ce sujet selon leur jour de parution",
    picture_told="Barres des articles à ce sujet selon leur jour de parution : {told}",
    picture_others="autres",
    picture_unnamed="sans média",
    nothing_to_search=(
        "Il n'y a rien à chercher : l'index est vide. Les articles entrent avec : coverage-bot ingest SOURCE"
    ),
    nothing_of_its_own=(
        "Il n'y a rien à chercher : ce serveur ne cherche que dans sa propre couverture, et n'en a pas. Voir "
        "`/settings shared`."
    ),
    nothing_passes=(
        "Aucun article ne passe les filtres ({filters}). Demande avec des filtres plus larges, ou sans filtre."
    ),
    hint="Interroge-moi sur la couverture avec des mots, par exemple : who called it a mistake?",
    changed="L'article que j'allais citer vient d'être modifié ou retiré. Demande encore une fois, s'il te plaît.",
    failed="Quelque chose a échoué de mon côté ; c'est consigné.",
    restarted="J’ai été redémarré avant de pouvoir répondre. Merci de poser la question à nouveau.",
    busy="J'ai plus de questions que je ne peux en traiter. Redemande dans une minute, s'il te plaît.",
    no_outlet="Il n'y a pas de média {name} dans l'index. Médias : {some}.",
    outlet_not_here="Ce serveur n'utilise pas le média {name}. Médias ici : {some}.",
    no_outlet_left="Aucun des médias choisis par ce serveur n'est dans l'index. On les choisit avec /settings outlets.",
    question_problems={
        "no_quotation": "Il n’y a pas de mots à chercher là-dedans. Collez la citation elle-même.",
        "not_english": (
            "Cela ne semble pas être de l’anglais, et je ne connais pas d’autre langue : les "
            "articles sont en anglais. Pose ta question en anglais, s’il te plaît."
        ),
        "no_question": (
            "Il n'y a pas de question là-dedans. Demande avec des mots, par exemple : who called it a mistake?"
        ),
        "too_long": "Cette question a {length} caractères. Demande une seule chose, en {most} au plus.",
        "unknown_date": (
            "{typed} n'est pas une date que je connais. Écris `{option}` comme AAAA-MM-JJ, par exemple "
            "2020-01-06, ou en "
            "mots : la semaine dernière, il y a 2 jours, mars 2024."
        ),
        "no_day_between": "Aucun jour n'est depuis {since} et jusqu'à {until}. Échange les deux dates.",
    },
    slow_down="Cela faisait beaucoup de questions d'un coup. Tu pourras redemander {when}.",
    elsewhere="Sur ce serveur, je réponds dans {channels}.",
    context="Contexte",
    more="Suite",
    follow_up="Poursuivre",
    follow_up_label="Ta question suivante",
    follow_up_example="and when did he say that?",
    around="Autour de la phrase, qui est en gras :",
    article_gone=(
        "Cet article n'est plus dans la couverture, ou ne dit plus cela. Demande encore une fois, s'il te plaît."
    ),
    too_old="Je ne me souviens plus de cette réponse. Demande encore une fois, s'il te plaît.",
    not_yours="Cette réponse était pour quelqu'un d'autre. Demande-moi toi-même avec /ask.",
    rated_good="Merci, noté comme utile. Appuie sur 👎 si tu changes d'avis.",
    rated_bad="Merci, noté comme peu utile. Appuie sur 👍 si tu changes d'avis.",
    help=(
        "**Je réponds aux questions sur la couverture de presse avec les phrases exactes qui le disent.**\n"
        "- `/ask` et une question, avec média, dates ou `private` si tu veux\n"
        "- mentionne-moi, écris-moi directement, ou commence un message par `{command}`\n"
        "- sur n'importe quel message : Applications, **Demander à ce sujet**\n"
        "- **Poursuivre**, une réponse à ma réponse ou un fil en dessous gardent le sujet : « and when did he say "
        "that? »\n"
        "- **Contexte** montre les phrases autour d'une citation, **Suite** les suivantes, 👍 et 👎 ton avis\n"
        "- `/watch` un sujet : je publie ce qu'en disent les nouveaux articles\n"
        "- `/said` ce que quelqu’un a dit, `/check` si une citation est vraie, `/compare` ce que dit "
        "chaque média, `/timeline` ce qui s’est passé et quand\n"
        "- `/sources` où je cherche, `/privacy` ce que je garde, `/settings` et `/coverage` pour qui gère le "
        "serveur\n"
        "Je cite et ne paraphrase jamais. Si la couverture ne répond pas, je le dis."
    ),
    sources="Je cherche dans {what}.",
    sources_unknown="Aucun article de l'index ne nomme son média.",
    and_more="… et {n} de plus",
    privacy=(
        "**Ce que je garde**\n"
        "- pendant {days} jours : ta question, les phrases qui y ont répondu, l'endroit et le numéro de ton "
        "compte, pour "
        "que les boutons et les questions suivantes marchent\n"
        "- ton 👍 ou 👎 avec cette question, jusqu'à ce que tu le retires avec `/privacy forget:True`\n"
        "- les réglages d'un serveur et ses propres flux avec leurs articles ; une semaine après avoir quitté le "
        "serveur, je les efface, avec ce qui y a été demandé\n"
        "- tes veilles et ce qu'elles ont trouvé, jusqu'à ce que tu les retires\n"
        "Je ne garde aucun autre message. Ce que tu demandes en message direct ou en privé ne sert à personne "
        "d'autre.\n"
        "Tout reste sur la machine où je tourne ; Discord voit les messages comme toujours."
    ),
    forgotten="Oublié : tes questions, leurs réponses, tes 👍 et tes 👎, et tes veilles.",
    settings="Réglages de ce serveur",
    settings_denied="Seules les personnes qui gèrent ce serveur peuvent changer ma façon d'y répondre.",
    settings_only_in_servers="Les réglages sont ceux des serveurs. Ici, je réponds à tout.",
    answers_everywhere="Je réponds dans tous les salons.",
    answers_in="Je réponds dans {channels}.",
    answers_public="Les réponses à /ask sont pour tout le monde, sauf autre choix.",
    answers_private="Les réponses à /ask sont pour qui a demandé seulement, sauf autre choix.",
    quotes_all="Je cite tous les médias.",
    quotes_only="Je cite seulement : {names}.",
    prefix_on="{command} dans les messages est activé.",
    prefix_off="{command} dans les messages est désactivé.",
    shared_on="Je cherche dans ce que tous les serveurs partagent et dans la couverture propre à celui-ci.",
    shared_off="Je cherche seulement dans la couverture propre à ce serveur.",
    nothing_to_change="Choisis au moins une option de cette commande.",
    feeds=FeedWords(
        denied="Seules les personnes qui peuvent gérer ce serveur peuvent voir et changer ce qu'il suit.",
        only_in_servers="Les flux appartiennent aux serveurs. Utilise cette commande dans un serveur que tu gères.",
        unusual_interval=(
            "{typed} n'est pas un intervalle que je connais. Écris un nombre avec m, h ou d, par exemple 15m ou "
            "2h, entre {least} et {most}."
        ),
        too_many=(
            "Ce serveur suit {most} flux, et ne peut pas en suivre plus. Retires-en d'abord un avec `/coverage remove`."
        ),
        known="Ce serveur suit déjà ce flux : {name}. `/coverage status` montre comment il va.",
        unknown="Ce serveur ne suit pas ce flux. `/coverage list` montre ceux qu'il suit.",
        fetching="Je cherche sur {host} …",
        problems={
            "address": "Ce n'est pas une adresse web. Écris-la comme https://…",
            "refused": (
                "Je ne visite pas cette adresse : elle n'est pas sur le web public, ou son site demande aux robots "
                "de ne pas venir."
            ),
            "gone": "Il n'y a rien à cette adresse ({reason}). Vérifie qu'elle est juste.",
            "not_a_feed": "Ce n'est ni un flux ni une page avec un article. Cherche l'adresse du flux RSS du site.",
            "other": "Je n'ai pas pu le reprendre : {reason}",
        },
        preview="Aperçu : rien n'est encore enregistré.",
        page_preview=(
            "Aperçu : rien n'est encore enregistré. Ce n'est pas un flux mais une page avec un article, que je "
            "peux reprendre."
        ),
        links=(
            "Il n'y a pas de flux à cette adresse. Sa page renvoie à ceux-ci ; ajoutes-en un avec `/coverage add` :"
        ),
        items=("{n} entrée pour l'instant :", "{n} entrées pour l'instant :"),
        site="Site : {site}",
        looked_every="J'y regarde toutes les {every}.",
        only_here="Ses articles ne se voient que sur ce serveur.",
        add="Ajouter",
        cancel="Annuler",
        cancelled="Annulé. Rien n'a été enregistré.",
        too_old="Je ne me souviens plus de cet aperçu, ou il a déjà été tranché. Utilise de nouveau `/coverage add`.",
        not_yours="Cet aperçu est pour quelqu'un d'autre. Utilise toi-même `/coverage add`.",
        waiting="{name} est suivi désormais. Ses premiers articles arrivent quand vient son tour …",
        progress="{name} est suivi désormais. {n} entrées vues sur {of} …",
        going_on="Les premiers articles arrivent encore. `/coverage status` montre où cela en est.",
        added="{name} est suivi désormais, toutes les {every}.",
        articles_added=("{n} article ajouté.", "{n} articles ajoutés."),
        articles_known=("{n} article était déjà là.", "{n} articles étaient déjà là."),
        summaries=(
            "{n} article n'est que le résumé du flux, jusqu'à ce que sa page soit disponible.",
            "{n} articles ne sont que les résumés du flux, jusqu'à ce que leurs pages soient disponibles.",
        ),
        failures=("{n} page n'a pas pu être obtenue :", "{n} pages n'ont pas pu être obtenues :"),
        not_read="Il n'a pas pu être lu : {reason}. Je réessaie {when}.",
        taking="Je reprends {name} …",
        page_added="{name} est maintenant dans la couverture de ce serveur.",
        page_known="{name} était déjà dans la couverture de ce serveur.",
        removed="{name} n'est plus suivi. Ce qui en est venu reste : {articles}.",
        listed=("Ce serveur suit {n} flux.", "Ce serveur suit {n} flux."),
        none="Ce serveur ne suit aucun flux à lui. Ajoutes-en un avec `/coverage add`.",
        status="Où cherche ce serveur",
        own="Sa propre couverture : {what}",
        never_read="pas encore lu",
        last_success="lu {when}",
        next_due="de nouveau {when}",
        failed=("a échoué une fois : {reason}", "a échoué {n} fois de suite : {reason}"),
    ),
    watches="Veilles",
    no_watches=(
        "Il n'y a aucune veille. Commence-en une avec /watch add : quand un nouvel article dit quelque chose d’un "
        "sujet, je le publie."
    ),
    watch_line="{topic} · {where} · au plus {n} par jour",
    watch_direct="à toi directement",
    watch_a_channel="dans un salon",
    watch_post="Veille : {topic} · {n} sur {of} au plus aujourd'hui · pour l'arrêter : `/watch remove`",
    watch_added="Désormais je surveille :",
    watch_how=(
        "Quand un nouvel article en dit quelque chose, je le publie là, chaque histoire une fois. `/watch list` "
        "montre tes veilles, `/watch remove` en arrête une."
    ),
    watch_removed="Je ne surveille plus : {topic}",
    watch_unknown="Tu n'as pas de telle veille ici. `/watch list` montre celles qu'il y a.",
    watch_denied=(
        "Seules les personnes qui peuvent gérer les messages ou ce serveur peuvent me faire publier dans un salon. En "
        "message direct, tout le monde le peut."
    ),
    watch_full_person="Tu as {most} veilles, et je ne peux pas en tenir plus. Retire-en une avec /watch remove.",
    watch_full_server=(
        "Ce serveur a {most} veilles, et je ne peux pas en tenir plus. Retire-en une avec /watch remove."
    ),
    watch_direct_closed=(
        "Je ne peux pas t'écrire directement. Autorise les messages privés des membres de ce serveur, puis "
        "ajoutez la veille à nouveau."
    ),
    watch_channel_gone="Son salon n'existe plus. Ajoute-la à nouveau dans un autre.",
    watch_not_allowed=(
        "Je ne peux pas écrire dans ce salon. Permets-moi de le voir et d'y envoyer des messages, puis ajoute la "
        "veille à nouveau."
    ),
    watch_left_server="Je ne suis plus dans son serveur. Quand j'y serai de retour, ajoute-la à nouveau.",
    watch_not_askable="Ce n'est rien que je puisse chercher. Ajoute-la à nouveau en d'autres mots, en anglais.",
)
