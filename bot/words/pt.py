"""Portuguese, as written in Brazil."""

from __future__ import annotations

from bot.words.catalogue import FeedWords, Words

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
    "said": "dito",
    "What somebody said, in exact quotations": "O que alguém disse, em citações exatas",
    "who": "quem",
    "Whose words you want": "De quem quer as palavras",
    "about": "sobre",
    "On what subject": "Sobre que assunto",
    "check": "verificar",
    "Check whether a quotation is in the news coverage, word for word.": (
        "Verifica se uma citação está na cobertura, palavra por palavra."
    ),
    "text": "texto",
    "The quotation, alone or with who said it": "A citação, sozinha ou com quem a disse",
    "Who is said to have said it": "Quem a teria dito",
    "Check this quote": "Verificar esta citação",
    "compare": "comparar",
    "What each outlet says about a topic, in its own sentence.": (
        "O que cada veículo diz sobre um tema, com a sua própria frase."
    ),
    "topic": "tema",
    "What it is about, in a few words": "Do que se trata, em poucas palavras",
    "timeline": "cronologia",
    "What happened when, in the order in which it happened.": "O que aconteceu quando, na ordem em que aconteceu.",
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
    "coverage": "cobertura",
    "The feeds that this server follows": "Os feeds que este servidor segue",
    "Follow a feed, or take in one page; you see a preview first": (
        "Seguir um feed ou incluir uma página; antes você vê uma prévia"
    ),
    "url": "endereço",
    "Address of a feed (RSS, Atom, JSON Feed, news sitemap) or of a page": (
        "Endereço de um feed (RSS, Atom, JSON Feed, sitemap de notícias) ou de uma página"
    ),
    "Who publishes it; by default what each page says": "Quem publica; se não, o que cada página diz",
    "every": "cada",
    "How often to look: 15m, 2h, 1d": "De quanto em quanto tempo olhar: 15m, 2h, 1d",
    "list": "lista",
    "Show the feeds that this server follows": "Mostra os feeds que este servidor segue",
    "Follow a feed no longer; its articles stay": "Deixar de seguir um feed; os artigos dele ficam",
    "feed": "feed",
    "Which feed": "Qual feed",
    "status": "estado",
    "Show what this server searches, and how its feeds are doing": (
        "Mostra em que este servidor procura e como vão os feeds dele"
    ),
    "watch": "acompanhar",
    "Hear of new articles that say something about a topic": "Saiba de artigos novos que dizem algo sobre um tema",
    "Watch a topic: a question, or a few keywords": "Acompanhe um tema: uma pergunta ou algumas palavras-chave",
    "A question or keywords, in English": "Uma pergunta ou palavras-chave, em inglês",
    "where": "onde",
    "In this channel, or to you directly (the usual)": "Neste canal ou diretamente a você (o habitual)",
    "in this channel": "neste canal",
    "to me directly": "diretamente a mim",
    "a_day": "por_dia",
    "At most so many posts a day (usually 5)": "No máximo tantas publicações por dia (normalmente 5)",
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
    yes="Sim:",
    support="Antes dela, dizendo de quem ou do que ela fala:",
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
    said="O que {name} disse, o mais recente primeiro:",
    said_about="O que {name} disse sobre {about}:",
    said_earlier="Antes, {date}:",
    said_later="Depois, {date}:",
    said_also="Também:",
    said_nobody="Não está nesta cobertura: ninguém chamado {name} é citado.",
    said_near="Citado com nome parecido: {names}.",
    said_several=(
        "{name} pode ser qualquer uma destas pessoas, e não as misturo. Pergunte com o nome completo: {names}."
    ),
    said_not_about="Não está nesta cobertura: {name} não é citado sobre {about}.",
    said_unread=(
        "Não se procuraram citações em todos os artigos; quem me opera resolve isso com: coverage-bot rebuild"
    ),
    said_not_now="Não está nesta cobertura: {name} não é citado no que passa pelos filtros.",
    check_exact="Na cobertura, palavra por palavra:",
    check_altered="Não é o que foi publicado. Riscado está o que foi citado, em negrito o que diz o artigo:",
    check_spliced="Montada a partir de dois lugares:",
    check_misattributed="Dito por {speaker}, não por {who}:",
    check_not_found="Esta citação não está nesta cobertura. Isso não quer dizer que ninguém a tenha dito.",
    check_elsewhere=("{n} outro artigo a contém.", "{n} outros artigos a contêm."),
    checked="Verificado: {quotation}",
    compare_silent="Não está neste índice: {names}",
    compare_also="Quase o mesmo em {names}",
    compare_none="Nenhum veículo neste índice diz algo sobre isto.",
    compare_no_room="Sem espaço aqui para: {names}",
    compare_uncompared=(
        "{n} veículo com menos artigos não foi comparado.",
        "{n} veículos com menos artigos não foram comparados.",
    ),
    timeline_none="Nenhuma frase da cobertura sobre isto diz quando aconteceu.",
    timeline_more=(
        "… e mais {n} acontecimento, menos pertinente ou sem espaço aqui.",
        "… e mais {n} acontecimentos, menos pertinentes ou sem espaço aqui.",
    ),
    timeline_untimed=(
        "Não se procuraram datas em todos os artigos; quem me opera resolve isso com: coverage-bot rebuild"
    ),
    timeline_doubts={
        "direction": "incerto: antes ou depois da publicação",
        "wide": "não se sabe o dia",
        "anchor": "contado a partir de outro dia",
        "several": "incerto: a frase nomeia várias datas",
    },
    picture_title="Artigos sobre isto por dia de publicação",
    picture_told="Barras dos artigos sobre isto por dia de publicação: {told}",
    picture_others="outros",
    picture_unnamed="sem veículo",
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
        "no_quotation": "Não há palavras para procurar aí. Cole a própria citação.",
        "not_english": (
            "Isso não parece inglês, e não conheço outra língua: os artigos estão em inglês. "
            "Pergunte em inglês, por favor."
        ),
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
        "- `/said` o que alguém disse, `/check` se uma citação é real, `/compare` o que diz cada "
        "veículo, `/timeline` o que aconteceu quando\n"
        "- `/sources` onde procuro, `/privacy` o que guardo, `/settings` e `/coverage` para quem gerencia o servidor\n"
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
        "- as configurações de um servidor e os feeds dele com seus artigos; uma semana depois de sair do servidor eu "
        "os apago, com o que se perguntou lá\n"
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
    feeds=FeedWords(
        denied="Só quem pode gerenciar este servidor pode ver e mudar o que ele segue.",
        only_in_servers="Os feeds são dos servidores. Use este comando em um que você gerencie.",
        unusual_interval=(
            "{typed} não é um intervalo que eu conheça. Escreva um número com m, h ou d, por exemplo 15m ou 2h, "
            "entre {least} e {most}."
        ),
        too_many="Este servidor segue {most} feeds, e não pode seguir mais. Remova um antes com `/coverage remove`.",
        known="Este servidor já segue esse feed: {name}. `/coverage status` mostra como ele vai.",
        unknown="Este servidor não segue esse feed. `/coverage list` mostra os que ele segue.",
        fetching="Buscando em {host} …",
        problems={
            "address": "Isso não é um endereço da web. Escreva-o como https://…",
            "refused": "Não visito esse endereço: não está na web pública, ou o site pede aos robôs que não entrem.",
            "gone": "Não há nada nesse endereço ({reason}). Confira se está certo.",
            "not_a_feed": "Isso não é um feed nem uma página com um artigo. Procure o endereço do feed RSS do site.",
            "other": "Não consegui incluir isso: {reason}",
        },
        preview="Prévia: nada foi guardado ainda.",
        page_preview=(
            "Prévia: nada foi guardado ainda. Não é um feed, e sim uma página com um artigo, que posso incluir."
        ),
        links="Não há feed nesse endereço. A página dele leva a estes; adicione um com `/coverage add`:",
        items=("{n} item agora:", "{n} itens agora:"),
        site="Site: {site}",
        looked_every="Olho lá a cada {every}.",
        only_here="Os artigos dele são vistos só neste servidor.",
        add="Adicionar",
        cancel="Cancelar",
        cancelled="Cancelado. Nada foi guardado.",
        too_old="Não me lembro mais dessa prévia, ou ela já foi decidida. Use `/coverage add` de novo.",
        not_yours="Essa prévia é para outra pessoa. Use você `/coverage add`.",
        waiting="Agora sigo {name}. Os primeiros artigos chegam quando for a vez dele …",
        progress="Agora sigo {name}. Vistos {n} de {of} itens …",
        going_on="Os primeiros artigos ainda estão chegando. `/coverage status` mostra em que ponto está.",
        added="Agora sigo {name}, a cada {every}.",
        articles_added=("{n} artigo adicionado.", "{n} artigos adicionados."),
        articles_known=("{n} artigo já estava aqui.", "{n} artigos já estavam aqui."),
        summaries=(
            "{n} artigo é só o resumo do feed, até que se consiga a página.",
            "{n} artigos são só os resumos do feed, até que se consigam as páginas.",
        ),
        failures=("Não consegui {n} página:", "Não consegui {n} páginas:"),
        not_read="Não foi possível lê-lo agora: {reason}. Tento de novo {when}.",
        taking="Incluindo {name} …",
        page_added="{name} está agora na cobertura deste servidor.",
        page_known="{name} já estava na cobertura deste servidor.",
        removed="Não sigo mais {name}. O que veio dele fica: {articles}.",
        listed=("Este servidor segue {n} feed.", "Este servidor segue {n} feeds."),
        none="Este servidor não segue nenhum feed próprio. Adicione um com `/coverage add`.",
        status="Em que este servidor procura",
        own="A própria cobertura: {what}",
        never_read="ainda não lido",
        last_success="lido {when}",
        next_due="de novo {when}",
        failed=("falhou uma vez: {reason}", "falhou {n} vezes seguidas: {reason}"),
    ),
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
