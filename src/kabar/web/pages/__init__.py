"""The pages, in the order of the menu; each module has the router of one subject."""

from kabar.web.pages import (
    actors,
    figures,
    help,
    home,
    people,
    search,
    sources,
    statements,
)

PAGES = (
    home.router,
    statements.router,
    figures.router,
    actors.router,
    sources.router,
    search.router,
    help.router,
    people.router,
)
