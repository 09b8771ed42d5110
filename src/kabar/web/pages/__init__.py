"""The pages, in the order of the menu; each module has the router of one subject."""

from kabar.web.pages import (
    figures,
    help,
    home,
    people,
    review,
)

PAGES = (
    home.router,
    figures.router,
    help.router,
    people.router,
    review.router,
)
