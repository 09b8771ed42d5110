"""The pages, in the order of the menu; each module has the router of one subject."""

from kabar.web.pages import (
    articles,
    figures,
    help,
    home,
    people,
)

PAGES = (
    home.router,
    articles.router,
    figures.router,
    help.router,
    people.router,
)
