"""Spanish."""

from __future__ import annotations

from bot.words.catalogue import Words

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
    "watch": "seguir",
    "Hear of new articles that say something about a topic": (
        "Entérate de los artículos nuevos que dicen algo sobre un tema"
    ),
    "Watch a topic: a question, or a few keywords": "Sigue un tema: una pregunta o unas palabras clave",
    "topic": "tema",
    "A question or keywords, in English": "Una pregunta o palabras clave, en inglés",
    "where": "dónde",
    "In this channel, or to you directly (the usual)": "En este canal o a ti directamente (lo habitual)",
    "in this channel": "en este canal",
    "to me directly": "a mí directamente",
    "a_day": "al_día",
    "At most so many posts a day (usually 5)": "Como mucho tantas publicaciones al día (normalmente 5)",
    "list": "lista",
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
    support="Antes, nombrando de quién habla:",
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
        "- `/sources` dónde busco, `/privacy` qué guardo, `/settings` para quien gestiona el servidor\n"
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
        "- los ajustes de un servidor\n"
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
