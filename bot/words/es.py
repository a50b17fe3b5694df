"""Spanish."""

from __future__ import annotations

from bot.words.catalogue import FeedWords, Words

_COMMANDS = {
    "ask": "preguntar",
    "Ask about the news coverage; the answer is an exact quotation.": (
        "Pregunta por la cobertura de prensa; la respuesta es una cita exacta."
    ),
    "question": "pregunta",
    "What you want to know, in your own words": "Lo que quieres saber, con tus palabras",
    "outlet": "medio",
    "Only from this outlet": "Solo de este medio",
    "since": "desde",
    "Published then or later: 2024-03-01, last week, march 2024": (
        "Publicado entonces o después: 2024-03-01, la semana pasada, marzo 2024"
    ),
    "until": "hasta",
    "Published then or earlier: 2024-03-01, last week, march 2024": (
        "Publicado entonces o antes: 2024-03-01, la semana pasada, marzo 2024"
    ),
    "private": "privado",
    "Show the answer to you alone": "Mostrarte la respuesta solo a ti",
    "Ask about this": "Preguntar por esto",
    "said": "dicho",
    "What somebody said, in exact quotations": "Qué dijo alguien, en citas exactas",
    "who": "quien",
    "Whose words you want": "De quién quieres las palabras",
    "about": "sobre",
    "On what subject": "Sobre qué tema",
    "check": "comprobar",
    "Check whether a quotation is in the news coverage, word for word.": (
        "Comprueba si una cita está en la cobertura, palabra por palabra."
    ),
    "text": "texto",
    "The quotation, alone or with who said it": "La cita, sola o con quien la dijo",
    "Who is said to have said it": "Quién la habría dicho",
    "Check this quote": "Comprobar esta cita",
    "compare": "comparar",
    "What each outlet says about a topic, in its own sentence.": (
        "Qué dice cada medio sobre un tema, con su propia frase."
    ),
    "topic": "tema",
    "What it is about, in a few words": "De qué trata, en pocas palabras",
    "timeline": "cronología",
    "What happened when, in the order in which it happened.": "Qué ocurrió cuándo, en el orden en que ocurrió.",
    "help": "ayuda",
    "What I can do and how to ask": "Qué sé hacer y cómo preguntar",
    "sources": "fuentes",
    "Which outlets I search, and how much there is": "En qué medios busco y cuánto hay",
    "privacy": "privacidad",
    "What I store about you": "Qué guardo sobre ti",
    "forget": "olvidar",
    "Forget now what I store about you": "Olvidar ahora lo que guardo sobre ti",
    "settings": "ajustes",
    "How I answer in this server": "Cómo respondo en este servidor",
    "show": "mostrar",
    "Show the settings of this server": "Muestra los ajustes de este servidor",
    "channels": "canales",
    "Choose the channels in which I answer": "Elige los canales en los que respondo",
    "add": "añadir",
    "remove": "quitar",
    "Answer in this channel": "Responder en este canal",
    "Answer in this channel no more": "Dejar de responder en este canal",
    "everywhere": "todos",
    "Answer in every channel again": "Volver a responder en todos los canales",
    "visibility": "visibilidad",
    "Choose who sees answers to /ask": "Elige quién ve las respuestas a /preguntar",
    "Show them to who asked alone, unless they choose otherwise": (
        "Mostrarlas solo a quien preguntó, si no elige otra cosa"
    ),
    "outlets": "medios",
    "Choose the outlets that I quote here": "Elige los medios que cito aquí",
    "Quote this outlet": "Citar este medio",
    "Quote this outlet no more": "Dejar de citar este medio",
    "all": "todos",
    "Quote every outlet again": "Volver a citar todos los medios",
    "prefix": "prefijo",
    "Turn the command in messages on or off": "Activa o desactiva el comando en los mensajes",
    "on": "activo",
    "Answer messages that begin with the command": "Responder a los mensajes que empiezan con el comando",
    "shared": "compartido",
    "Choose whether I search what all servers share": "Elige si busco en lo que comparten todos los servidores",
    "Search it beside this server's own coverage": "Buscar ahí además de en la cobertura de este servidor",
    "reset": "restablecer",
    "Go back to the settings that I came with": "Vuelve a los ajustes de fábrica",
    "coverage": "cobertura",
    "The feeds that this server follows": "Los feeds que sigue este servidor",
    "Follow a feed, or take in one page; you see a preview first": (
        "Seguir un feed o incorporar una página; antes ves una vista previa"
    ),
    "url": "dirección",
    "Address of a feed (RSS, Atom, JSON Feed, news sitemap) or of a page": (
        "Dirección de un feed (RSS, Atom, JSON Feed, sitemap de noticias) o de una página"
    ),
    "Who publishes it; by default what each page says": "Quién lo publica; si no, lo que diga cada página",
    "every": "cada",
    "How often to look: 15m, 2h, 1d": "Cada cuánto mirar: 15m, 2h, 1d",
    "list": "lista",
    "Show the feeds that this server follows": "Muestra los feeds que sigue este servidor",
    "Follow a feed no longer; its articles stay": "Dejar de seguir un feed; sus artículos se quedan",
    "feed": "feed",
    "Which feed": "Qué feed",
    "status": "estado",
    "Show what this server searches, and how its feeds are doing": (
        "Muestra en qué busca este servidor y cómo van sus feeds"
    ),
    "watch": "seguir",
    "Hear of new articles that say something about a topic": (
        "Entérate de los artículos nuevos que dicen algo sobre un tema"
    ),
    "Watch a topic: a question, or a few keywords": "Sigue un tema: una pregunta o unas palabras clave",
    "A question or keywords, in English": "Una pregunta o palabras clave, en inglés",
    "where": "dónde",
    "In this channel, or to you directly (the usual)": "En este canal o a ti directamente (lo habitual)",
    "in this channel": "en este canal",
    "to me directly": "a mí directamente",
    "a_day": "al_día",
    "At most so many posts a day (usually 5)": "Como mucho tantas publicaciones al día (normalmente 5)",
    "Show your watches, and this server's if you manage it": (
        "Muestra tus seguimientos y, si lo gestionas, los de este servidor"
    ),
    "Watch a topic no more": "Deja de seguir un tema",
    "Which one": "Cuál",
}

SPANISH = Words(
    language="es",
    commands=_COMMANDS,
    thousands=".",
    decimal=",",
    none_is_one=False,
    months="enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    date="{day} de {month} de {year}",
    articles=("{n} artículo", "{n} artículos"),
    outlets=("{n} medio", "{n} medios"),
    chosen_articles=("{n} artículo elegido", "{n} artículos elegidos"),
    articles_from_outlets="{articles} de {outlets}",
    also_in=("también en {n} medio más", "también en {n} medios más"),
    searched="Búsqueda en {what}",
    newest_date="el más reciente del {date}",
    newest_minutes="el más reciente de hace {n} min",
    newest_hours="el más reciente de hace {n} h",
    newest_days=("el más reciente de hace {n} día", "el más reciente de hace {n} días"),
    only_outlet="medio {name}",
    only_since="desde el {date}",
    only_until="hasta el {date}",
    not_answered="La cobertura no responde a esto.",
    nearest="Lo más cercano, pero no es una respuesta:",
    further="Frase {n} de {of}, clasificada por debajo de la primera:",
    answer="Respuesta: {answer}",
    yes="Sí:",
    support="Antes, nombrando de quién o de qué habla:",
    said_by="dicho por {name}",
    written_by="por {name}",
    from_summary="del resumen del canal, no del artículo entero",
    corrected="Corregido el {date}: antes «{was}», ahora «{now}»",
    taken_back="Retirado del artículo el {date}: «{was}»",
    version="versión {n}, obtenida el {date}",
    open="abrir",
    untitled="Artículo sin título",
    cut="… (cortado, {n} caracteres más)",
    understood="Entendido como: {question}",
    asked="Pregunta: {question}",
    said="Lo que dijo {name}, lo más reciente primero:",
    said_about="Lo que dijo {name} sobre {about}:",
    said_earlier="Antes, {date}:",
    said_later="Después, {date}:",
    said_also="También:",
    said_nobody="No está en esta cobertura: no se cita a nadie llamado {name}.",
    said_near="Se cita a alguien con un nombre parecido: {names}.",
    said_several=(
        "{name} puede ser cualquiera de estas personas, y no las mezclo. Pregunta con el nombre completo: {names}."
    ),
    said_not_about="No está en esta cobertura: no se cita a {name} sobre {about}.",
    said_unread=("No se buscaron citas en todos los artículos; quien me opera lo arregla con: coverage-bot rebuild"),
    said_not_now="No está en esta cobertura: no se cita a {name} en lo que pasa los filtros.",
    check_exact="En la cobertura, palabra por palabra:",
    check_altered="No es lo que se publicó. Tachado está lo citado, en negrita lo que dice el artículo:",
    check_spliced="Compuesta de dos lugares:",
    check_misattributed="Lo dijo {speaker}, no {who}:",
    check_not_found="Esta cita no está en esta cobertura. Eso no significa que nadie la dijera.",
    check_elsewhere=("{n} artículo más la tiene.", "{n} artículos más la tienen."),
    checked="Comprobado: {quotation}",
    compare_silent="No está en este índice: {names}",
    compare_also="Casi lo mismo en {names}",
    compare_none="Ningún medio de este índice dice nada sobre esto.",
    compare_no_room="Sin espacio aquí para: {names}",
    compare_uncompared=(
        "{n} medio con menos artículos no se comparó.",
        "{n} medios con menos artículos no se compararon.",
    ),
    timeline_none="Ninguna frase de la cobertura sobre esto dice cuándo ocurrió.",
    timeline_more=(
        "… y {n} hecho más, menos pertinente o sin espacio aquí.",
        "… y {n} hechos más, menos pertinentes o sin espacio aquí.",
    ),
    timeline_untimed=(
        "No se buscaron fechas en todos los artículos; quien me opera lo arregla con: coverage-bot rebuild"
    ),
    timeline_doubts={
        "direction": "no es seguro: antes o después de la publicación",
        "wide": "no se conoce el día",
        "anchor": "contado desde otro día",
        "several": "no es seguro: la frase nombra varias fechas",
    },
    picture_title="Artículos sobre esto según el día en que salieron",
    picture_told="Barras de artículos sobre esto según el día en que salieron: {told}",
    picture_others="otros",
    picture_unnamed="sin medio",
    nothing_to_search=(
        "No hay nada en que buscar: el índice está vacío. Los artículos entran con: coverage-bot ingest SOURCE"
    ),
    nothing_of_its_own=(
        "No hay nada en que buscar: este servidor busca solo en su propia cobertura, y no tiene. Mira "
        "`/settings shared`."
    ),
    nothing_passes="Ningún artículo pasa los filtros ({filters}). Pregunta con otros más amplios, o sin ninguno.",
    hint="Pregúntame por la cobertura con palabras, por ejemplo: who called it a mistake?",
    changed="El artículo que iba a citar acaba de cambiar o desaparecer. Pregunta otra vez, por favor.",
    failed="Algo ha fallado por mi parte; queda registrado.",
    restarted="Me reinicié antes de poder responder. Por favor, pregunta otra vez.",
    busy="Tengo más preguntas de las que puedo responder ahora. Vuelve a preguntar en un minuto, por favor.",
    no_outlet="No hay ningún medio {name} en el índice. Medios: {some}.",
    outlet_not_here="Este servidor no usa el medio {name}. Medios aquí: {some}.",
    no_outlet_left="Ninguno de los medios que eligió este servidor está en el índice. Se eligen con /settings outlets.",
    question_problems={
        "no_quotation": "Ahí no hay palabras que buscar. Pega la cita misma.",
        "not_english": (
            "Eso no parece inglés, y no conozco otro idioma: los artículos están en inglés. "
            "Pregunta en inglés, por favor."
        ),
        "no_question": "Ahí no hay ninguna pregunta. Pregunta con palabras, por ejemplo: who called it a mistake?",
        "too_long": "Esa pregunta tiene {length} caracteres. Pregunta una sola cosa, con {most} como mucho.",
        "unknown_date": (
            "{typed} no es una fecha que conozca. Escribe `{option}` como AAAA-MM-DD, por ejemplo 2020-01-06, o con "
            "palabras: la semana pasada, hace 2 días, marzo 2024."
        ),
        "no_day_between": "No hay ningún día desde {since} hasta {until}. Intercambia las dos fechas.",
    },
    slow_down="Han sido muchas preguntas de golpe. Puedes volver a preguntar {when}.",
    elsewhere="En este servidor respondo en {channels}.",
    context="Contexto",
    more="Más",
    follow_up="Seguir preguntando",
    follow_up_label="Tu siguiente pregunta",
    follow_up_example="and when did he say that?",
    around="Alrededor de la frase, que va en negrita:",
    article_gone="Ese artículo ya no está en la cobertura, o ya no dice eso. Pregunta otra vez, por favor.",
    too_old="Ya no recuerdo esa respuesta. Pregunta otra vez, por favor.",
    not_yours="Esa respuesta era para otra persona. Pregúntame tú con /ask.",
    rated_good="Gracias, anotado como útil. Pulsa 👎 si cambias de opinión.",
    rated_bad="Gracias, anotado como poco útil. Pulsa 👍 si cambias de opinión.",
    help=(
        "**Respondo a preguntas sobre la cobertura de prensa con las frases exactas que lo dicen.**\n"
        "- `/ask` y una pregunta, con medio, fechas o `private` si quieres\n"
        "- mencióname, escríbeme directamente o empieza un mensaje con `{command}`\n"
        "- en cualquier mensaje: Aplicaciones, **Preguntar por esto**\n"
        "- **Seguir preguntando**, responder a mi respuesta o un hilo bajo ella mantiene el tema: “and when did he "
        "say that?”\n"
        "- **Contexto** muestra las frases alrededor de una cita, **Más** las siguientes, 👍 y 👎 me dicen qué tal\n"
        "- `/watch` un tema: publico lo que digan los artículos nuevos\n"
        "- `/said` qué dijo alguien, `/check` si una cita es real, `/compare` qué dice cada medio, "
        "`/timeline` qué ocurrió cuándo\n"
        "- `/sources` dónde busco, `/privacy` qué guardo, `/settings` y `/coverage` para quien gestiona el servidor\n"
        "Cito y nunca parafraseo. Si la cobertura no responde, lo digo."
    ),
    sources="Busco en {what}.",
    sources_unknown="Ningún artículo del índice nombra su medio.",
    and_more="… y {n} más",
    privacy=(
        "**Qué guardo**\n"
        "- durante {days} días: tu pregunta, qué frases la respondieron, dónde, y el número de tu cuenta, para que "
        "funcionen los botones y las preguntas siguientes\n"
        "- tu 👍 o 👎 con esa pregunta, hasta que lo retires con `/privacy forget:True`\n"
        "- los ajustes de un servidor y sus propios feeds con sus artículos; una semana después de salir del servidor "
        "los borro, con lo que se preguntó allí\n"
        "- tus seguimientos y lo que encontraron, hasta que los quites\n"
        "No guardo otros mensajes. Lo que preguntas en un mensaje directo o en privado no se usa para nadie más.\n"
        "Todo queda en la máquina en la que funciono; Discord ve los mensajes como siempre."
    ),
    forgotten="Olvidado: tus preguntas, sus respuestas, tus 👍 y 👎, y tus seguimientos.",
    settings="Ajustes de este servidor",
    settings_denied="Solo quien puede gestionar este servidor puede cambiar cómo respondo aquí.",
    settings_only_in_servers="Los ajustes son de los servidores. Aquí respondo a todo.",
    answers_everywhere="Respondo en todos los canales.",
    answers_in="Respondo en {channels}.",
    answers_public="Las respuestas a /ask son para todos, si no eliges otra cosa.",
    answers_private="Las respuestas a /ask son solo para quien preguntó, si no elige otra cosa.",
    quotes_all="Cito todos los medios.",
    quotes_only="Cito solo: {names}.",
    prefix_on="{command} en los mensajes está activado.",
    prefix_off="{command} en los mensajes está desactivado.",
    shared_on="Busco en lo que comparten todos los servidores y en la cobertura propia de este.",
    shared_off="Busco solo en la cobertura propia de este servidor.",
    nothing_to_change="Elige al menos una opción de este comando.",
    feeds=FeedWords(
        denied="Solo quien puede gestionar este servidor puede ver y cambiar lo que sigue.",
        only_in_servers="Los feeds son de los servidores. Usa este comando en uno que gestiones.",
        unusual_interval=(
            "{typed} no es un intervalo que conozca. Escribe un número con m, h o d, por ejemplo 15m o 2h, entre "
            "{least} y {most}."
        ),
        too_many="Este servidor sigue {most} feeds, y no puede seguir más. Quita antes uno con `/coverage remove`.",
        known="Este servidor ya sigue ese feed: {name}. `/coverage status` muestra cómo va.",
        unknown="Este servidor no sigue ese feed. `/coverage list` muestra los que sigue.",
        fetching="Trayendo de {host} …",
        problems={
            "address": "Eso no es una dirección web. Escríbela como https://…",
            "refused": (
                "No visito esa dirección: no está en la web pública, o su sitio pide a los robots que no entren."
            ),
            "gone": "No hay nada en esa dirección ({reason}). Revisa si está bien escrita.",
            "not_a_feed": (
                "Eso no es un feed ni una página con un artículo. Busca la dirección del feed RSS del sitio."
            ),
            "other": "No he podido incorporarlo: {reason}",
        },
        preview="Vista previa: todavía no se ha guardado nada.",
        page_preview=(
            "Vista previa: todavía no se ha guardado nada. No es un feed sino una página con un artículo, que "
            "puedo incorporar."
        ),
        links="En esa dirección no hay un feed. Su página enlaza a estos; añade uno con `/coverage add`:",
        items=("{n} entrada ahora:", "{n} entradas ahora:"),
        site="Sitio: {site}",
        looked_every="Miro allí cada {every}.",
        only_here="Sus artículos se ven solo en este servidor.",
        add="Añadir",
        cancel="Cancelar",
        cancelled="Cancelado. No se ha guardado nada.",
        too_old="Ya no recuerdo esa vista previa, o ya se decidió. Usa otra vez `/coverage add`.",
        not_yours="Esa vista previa es para otra persona. Usa tú `/coverage add`.",
        waiting="Ya sigo {name}. Sus primeros artículos entran cuando le toque …",
        progress="Ya sigo {name}. Vistas {n} de {of} entradas …",
        going_on="Los primeros artículos siguen entrando. `/coverage status` muestra cuántos van.",
        added="Ya sigo {name}, cada {every}.",
        articles_added=("{n} artículo añadido.", "{n} artículos añadidos."),
        articles_known=("{n} artículo ya estaba.", "{n} artículos ya estaban."),
        summaries=(
            "{n} artículo es solo el resumen del feed, hasta que se pueda tener su página.",
            "{n} artículos son solo los resúmenes del feed, hasta que se puedan tener sus páginas.",
        ),
        failures=("No se pudo tener {n} página:", "No se pudieron tener {n} páginas:"),
        not_read="Ahora no se ha podido leer: {reason}. Lo intento de nuevo {when}.",
        taking="Incorporando {name} …",
        page_added="{name} está ahora en la cobertura de este servidor.",
        page_known="{name} ya estaba en la cobertura de este servidor.",
        removed="Ya no sigo {name}. Lo que vino de ahí se queda: {articles}.",
        listed=("Este servidor sigue {n} feed.", "Este servidor sigue {n} feeds."),
        none="Este servidor no sigue ningún feed propio. Añade uno con `/coverage add`.",
        status="En qué busca este servidor",
        own="Su propia cobertura: {what}",
        never_read="aún sin leer",
        last_success="leído {when}",
        next_due="otra vez {when}",
        failed=("falló una vez: {reason}", "falló {n} veces seguidas: {reason}"),
    ),
    watches="Seguimientos",
    no_watches=(
        "No hay ningún seguimiento. Empieza uno con /watch add: cuando un artículo nuevo diga algo sobre un tema, lo "
        "publico."
    ),
    watch_line="{topic} · {where} · como mucho {n} al día",
    watch_direct="a ti directamente",
    watch_a_channel="en un canal",
    watch_post="Seguimiento: {topic} · {n} de {of} como mucho hoy · para terminarlo: `/watch remove`",
    watch_added="Desde ahora sigo:",
    watch_how=(
        "Cuando un artículo nuevo diga algo sobre ello, lo publico allí, cada noticia una vez. `/watch list` muestra "
        "tus seguimientos, `/watch remove` termina uno."
    ),
    watch_removed="Ya no sigo esto: {topic}",
    watch_unknown="Aquí no tienes ese seguimiento. `/watch list` muestra los que hay.",
    watch_denied=(
        "Solo quien puede gestionar los mensajes o este servidor puede hacer que publique en un canal. Con la opción "
        "de escribirte directamente puede cualquiera."
    ),
    watch_full_person="Tienes {most} seguimientos y no puedo llevar más. Quita uno con /watch remove.",
    watch_full_server="Este servidor tiene {most} seguimientos y no puedo llevar más. Quita uno con /watch remove.",
    watch_direct_closed=(
        "No puedo escribirte directamente. Permite los mensajes directos de los miembros de este servidor y añade el "
        "seguimiento otra vez."
    ),
    watch_channel_gone="Su canal ya no existe. Añádelo otra vez en otro.",
    watch_not_allowed=(
        "No puedo escribir en ese canal. Permíteme verlo y enviar mensajes, y añade el seguimiento otra vez."
    ),
    watch_left_server="Ya no estoy en su servidor. Cuando vuelva, añádelo otra vez.",
    watch_not_askable="No es nada que yo pueda buscar. Añádelo otra vez con otras palabras, en inglés.",
)
