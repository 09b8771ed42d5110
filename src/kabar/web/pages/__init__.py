"""The pages, in the order of the menu; each module has the router of one subject."""

from kabar.web.pages import (
    agreements,
    export,
    figures,
    help,
    home,
    people,
)

PAGES = (
    home.router,
    figures.router,
    agreements.router,
    export.router,
    help.router,
    people.router,
)
