"""The pages, in the order of the menu; each module has the router of one subject."""

from kabar.web.pages import (
    actors,
    agreements,
    api,
    articles,
    export,
    figures,
    help,
    home,
    ingest,
    people,
    review,
    search,
    situation,
    sources,
    statements,
)

PAGES = (
    home.router,
    statements.router,
    articles.router,
    figures.router,
    ingest.router,
    actors.router,
    sources.router,
    search.router,
    agreements.router,
    export.router,
    help.router,
    api.router,
    people.router,
    situation.router,
    review.router,
)
