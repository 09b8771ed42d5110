"""The pages, in the order of the menu; each module has the router of one subject."""

from kabar.web.pages import (
    api,
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
    api.router,
    people.router,
)
