"""Portuguese, as written in Brazil."""

from __future__ import annotations

from bot.words.catalogue import Words

_COMMANDS = {
    "ask": "perguntar",
    "Ask about the news coverage; the answer is an exact quotation.": (
        "Pergunte sobre a cobertura da imprensa; a resposta é uma citação exata."
    ),
    "question": "pergunta",
    "What you want to know, in your own words": "O que você quer saber, com suas palavras",
    "outlet": "veículo",
    "Only from this outlet": "Só deste veículo",
    "since": "desde",
    "Published then or later: 2024-03-01, last week, march 2024": (
        "Publicado então ou depois: 2024-03-01, semana passada, março 2024"
    ),
    "until": "até",
    "Published then or earlier: 2024-03-01, last week, march 2024": (
        "Publicado então ou antes: 2024-03-01, semana passada, março 2024"
    ),
    "private": "privado",
    "Show the answer to you alone": "Mostrar a resposta só para você",
    "Ask about this": "Perguntar sobre isto",
    "help": "ajuda",
    "What I can do and how to ask": "O que sei fazer e como perguntar",
    "sources": "fontes",
    "Which outlets I search, and how much there is": "Em que veículos procuro e quanto há",
    "privacy": "privacidade",
    "What I store about you": "O que guardo sobre você",
    "forget": "esquecer",
    "Forget now what I store about you": "Esquecer agora o que guardo sobre você",
    "settings": "configurações",
    "How I answer in this server": "Como respondo neste servidor",
    "show": "mostrar",
    "Show the settings of this server": "Mostra as configurações deste servidor",
    "channels": "canais",
    "Choose the channels in which I answer": "Escolha os canais em que respondo",
    "add": "adicionar",
    "remove": "remover",
    "Answer in this channel": "Responder neste canal",
    "Answer in this channel no more": "Não responder mais neste canal",
    "everywhere": "todos",
    "Answer in every channel again": "Voltar a responder em todos os canais",
    "visibility": "visibilidade",
    "Choose who sees answers to /ask": "Escolha quem vê as respostas a /perguntar",
    "Show them to who asked alone, unless they choose otherwise": (
        "Mostrar só para quem perguntou, a não ser que escolha outra coisa"
    ),
    "outlets": "veículos",
    "Choose the outlets that I quote here": "Escolha os veículos que cito aqui",
    "Quote this outlet": "Citar este veículo",
    "Quote this outlet no more": "Não citar mais este veículo",
    "all": "todos",
    "Quote every outlet again": "Voltar a citar todos os veículos",
    "prefix": "prefixo",
    "Turn the command in messages on or off": "Liga ou desliga o comando em mensagens",
    "on": "ligado",
    "Answer messages that begin with the command": "Responder a mensagens que começam com o comando",
    "shared": "compartilhado",
    "Choose whether I search what all servers share": "Escolha se procuro no que todos os servidores compartilham",
    "Search it beside this server's own coverage": "Procurar ali além da cobertura deste servidor",
    "reset": "redefinir",
    "Go back to the settings that I came with": "Volta às configurações de fábrica",
    "watch": "acompanhar",
    "Hear of new articles that say something about a topic": "Saiba de artigos novos que dizem algo sobre um tema",
    "Watch a topic: a question, or a few keywords": "Acompanhe um tema: uma pergunta ou algumas palavras-chave",
    "topic": "tema",
    "A question or keywords, in English": "Uma pergunta ou palavras-chave, em inglês",
    "where": "onde",
    "In this channel, or to you directly (the usual)": "Neste canal ou diretamente a você (o habitual)",
    "in this channel": "neste canal",
    "to me directly": "diretamente a mim",
    "a_day": "por_dia",
    "At most so many posts a day (usually 5)": "No máximo tantas publicações por dia (normalmente 5)",
    "list": "lista",
    "Show your watches, and this server's if you manage it": (
        "Mostra os seus acompanhamentos e, se você o gerencia, os deste servidor"
    ),
    "Watch a topic no more": "Deixar de acompanhar um tema",
    "Which one": "Qual",
}

PORTUGUESE = Words(
    language="pt",
    commands=_COMMANDS,
    thousands=".",
    decimal=",",
    none_is_one=True,
    months="janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    date="{day} de {month} de {year}",
    articles=("{n} artigo", "{n} artigos"),
    outlets=("{n} veículo", "{n} veículos"),
    chosen_articles=("{n} artigo escolhido", "{n} artigos escolhidos"),
    articles_from_outlets="{articles} de {outlets}",
    also_in=("também em mais {n} veículo", "também em mais {n} veículos"),
    searched="Busca em {what}",
    newest_date="o mais recente de {date}",
    newest_minutes="o mais recente de {n} min atrás",
    newest_hours="o mais recente de {n} h atrás",
    newest_days=("o mais recente de {n} dia atrás", "o mais recente de {n} dias atrás"),
    only_outlet="veículo {name}",
    only_since="desde {date}",
    only_until="até {date}",
    not_answered="A cobertura não responde a isso.",
    nearest="O mais próximo, mas não é uma resposta:",
    further="Frase {n} de {of}, classificada abaixo da primeira:",
    answer="Resposta: {answer}",
    support="Antes dela, dizendo de quem ela fala:",
    said_by="dito por {name}",
    written_by="por {name}",
    from_summary="do resumo do feed, não do artigo inteiro",
    corrected="Corrigido em {date}: antes “{was}”, agora “{now}”",
    taken_back="Retirado do artigo em {date}: “{was}”",
    version="versão {n}, obtida em {date}",
    open="abrir",
    untitled="Artigo sem título",
    cut="… (cortado, mais {n} caracteres)",
    understood="Entendido como: {question}",
    asked="Pergunta: {question}",
    nothing_to_search=("Não há onde procurar: o índice está vazio. Os artigos entram com: coverage-bot ingest SOURCE"),
    nothing_of_its_own=(
        "Não há onde procurar: este servidor procura só na própria cobertura, e não tem nenhuma. Veja "
        "`/settings shared`."
    ),
    nothing_passes="Nenhum artigo passa pelos filtros ({filters}). Pergunte com filtros mais amplos, ou sem nenhum.",
    hint="Pergunte-me sobre a cobertura com palavras, por exemplo: who called it a mistake?",
    changed="O artigo que eu ia citar acaba de ser alterado ou removido. Pergunte de novo, por favor.",
    failed="Algo deu errado do meu lado; ficou registrado.",
    restarted="Fui reiniciado antes de poder responder. Por favor, pergunte outra vez.",
    busy="Tenho mais perguntas do que consigo responder agora. Pergunte de novo daqui a um minuto, por favor.",
    no_outlet="Não há nenhum veículo {name} no índice. Veículos: {some}.",
    outlet_not_here="Este servidor não usa o veículo {name}. Veículos aqui: {some}.",
    no_outlet_left="Nenhum dos veículos que este servidor escolheu está no índice. Escolhem-se com /settings outlets.",
    question_problems={
        "no_question": "Não há pergunta nisso. Pergunte com palavras, por exemplo: who called it a mistake?",
        "too_long": "Essa pergunta tem {length} caracteres. Pergunte uma coisa só, em {most} no máximo.",
        "unknown_date": (
            "{typed} não é uma data que eu conheça. Escreva `{option}` como AAAA-MM-DD, por exemplo 2020-01-06, ou em "
            "palavras: semana passada, há 2 dias, março 2024."
        ),
        "no_day_between": "Nenhum dia é desde {since} e até {until}. Troque as duas datas.",
    },
    slow_down="Foram muitas perguntas de uma vez. Você pode perguntar de novo {when}.",
    elsewhere="Neste servidor respondo em {channels}.",
    context="Contexto",
    more="Mais",
    follow_up="Continuar",
    follow_up_label="Sua próxima pergunta",
    follow_up_example="and when did he say that?",
    around="Em volta da frase, que está em negrito:",
    article_gone="Esse artigo não está mais na cobertura, ou não diz mais isso. Pergunte de novo, por favor.",
    too_old="Não me lembro mais dessa resposta. Pergunte de novo, por favor.",
    not_yours="Essa resposta era para outra pessoa. Pergunte você com /ask.",
    rated_good="Obrigado, anotado como útil. Aperte 👎 se mudar de ideia.",
    rated_bad="Obrigado, anotado como pouco útil. Aperte 👍 se mudar de ideia.",
    help=(
        "**Respondo a perguntas sobre a cobertura da imprensa com as frases exatas que dizem isso.**\n"
        "- `/ask` e uma pergunta, com veículo, datas ou `private` se quiser\n"
        "- mencione-me, escreva-me diretamente ou comece uma mensagem com `{command}`\n"
        "- em qualquer mensagem: Aplicativos, **Perguntar sobre isto**\n"
        "- **Continuar**, uma resposta à minha resposta ou um tópico abaixo dela mantém o assunto: “and when did he "
        "say that?”\n"
        "- **Contexto** mostra as frases em volta de uma citação, **Mais** as seguintes, 👍 e 👎 me dizem como foi\n"
        "- `/watch` um tema: publico o que os artigos novos disserem\n"
        "- `/sources` onde procuro, `/privacy` o que guardo, `/settings` para quem gerencia o servidor\n"
        "Eu cito e nunca parafraseio. Onde a cobertura não responde, eu digo."
    ),
    sources="Procuro em {what}.",
    sources_unknown="Nenhum artigo do índice diz de que veículo é.",
    and_more="… e mais {n}",
    privacy=(
        "**O que guardo**\n"
        "- por {days} dias: sua pergunta, que frases a responderam, onde, e o número da sua conta, para que os "
        "botões e "
        "as perguntas seguintes funcionem\n"
        "- seu 👍 ou 👎 com essa pergunta, até você retirá-lo com `/privacy forget:True`\n"
        "- as configurações de um servidor\n"
        "- os seus acompanhamentos e o que encontraram, até você removê-los\n"
        "Não guardo outras mensagens. O que você pergunta em mensagem direta ou em privado não é usado para mais "
        "ninguém.\n"
        "Tudo fica na máquina em que funciono; o Discord vê as mensagens como sempre."
    ),
    forgotten="Esquecido: suas perguntas, as respostas, seus 👍 e 👎, e seus acompanhamentos.",
    settings="Configurações deste servidor",
    settings_denied="Só quem pode gerenciar este servidor pode mudar como respondo aqui.",
    settings_only_in_servers="As configurações são dos servidores. Aqui respondo a tudo.",
    answers_everywhere="Respondo em todos os canais.",
    answers_in="Respondo em {channels}.",
    answers_public="As respostas a /ask são para todos, a não ser que você escolha outra coisa.",
    answers_private="As respostas a /ask são só para quem perguntou, a não ser que escolha outra coisa.",
    quotes_all="Cito todos os veículos.",
    quotes_only="Cito só: {names}.",
    prefix_on="{command} em mensagens está ligado.",
    prefix_off="{command} em mensagens está desligado.",
    shared_on="Procuro no que todos os servidores compartilham e na cobertura própria deste.",
    shared_off="Procuro só na cobertura própria deste servidor.",
    nothing_to_change="Escolha pelo menos uma opção deste comando.",
    watches="Acompanhamentos",
    no_watches=(
        "Não há nenhum acompanhamento. Comece um com /watch add: quando um artigo novo disser algo sobre um tema, eu "
        "publico."
    ),
    watch_line="{topic} · {where} · no máximo {n} por dia",
    watch_direct="a você diretamente",
    watch_a_channel="num canal",
    watch_post="Acompanhamento: {topic} · {n} de no máximo {of} hoje · para terminar: `/watch remove`",
    watch_added="A partir de agora acompanho:",
    watch_how=(
        "Quando um artigo novo disser algo sobre isso, eu publico lá, cada notícia uma vez. `/watch list` mostra os "
        "seus acompanhamentos, `/watch remove` termina um."
    ),
    watch_removed="Não acompanho mais isto: {topic}",
    watch_unknown="Você não tem esse acompanhamento aqui. `/watch list` mostra os que há.",
    watch_denied=(
        "Só quem pode gerenciar as mensagens ou este servidor pode me fazer publicar num canal. Diretamente para si, "
        "qualquer pessoa pode."
    ),
    watch_full_person=(
        "Você tem {most} acompanhamentos, e mais do que isso não consigo manter. Remova um com /watch remove."
    ),
    watch_full_server=(
        "Este servidor tem {most} acompanhamentos, e mais do que isso não consigo manter. Remova um com /watch remove."
    ),
    watch_direct_closed=(
        "Não posso escrever diretamente para você. Permita mensagens diretas de membros deste servidor e adicione o "
        "acompanhamento de novo."
    ),
    watch_channel_gone="O canal dele não existe mais. Adicione-o de novo em outro.",
    watch_not_allowed=(
        "Não posso escrever nesse canal. Permita que eu o veja e envie mensagens nele, e adicione o acompanhamento de "
        "novo."
    ),
    watch_left_server="Não estou mais no servidor dele. Quando eu voltar, adicione-o de novo.",
    watch_not_askable="Não é nada que eu possa procurar. Adicione-o de novo com outras palavras, em inglês.",
)
