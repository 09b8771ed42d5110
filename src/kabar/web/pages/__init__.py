"""The pages, in the order of the menu; each module has the router of one subject."""

from kabar.web.pages import (
    figures,
    help,
    home,
    ingest,
    people,
)

PAGES = (
    home.router,
    figures.router,
    ingest.router,
    help.router,
    people.router,
)
