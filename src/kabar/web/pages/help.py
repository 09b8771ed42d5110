"""/help: what each page shows and how to read it."""

from __future__ import annotations

from fastapi import APIRouter

from kabar.web.asked import Ask
from kabar.web.page import page
from kabar.web.views.help import HelpView, help_view

router = APIRouter(tags=["help"])


@page(router, "/help", "help.html")
def help_page(asked: Ask) -> HelpView:
    """What each page shows, what codes and doubts mean, how to cite a record."""
    return help_view(asked.words)
