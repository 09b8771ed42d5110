"""Templates: one environment a language, in which messages, numbers, dates and codes are in words."""

from __future__ import annotations

from functools import cache, partial
from urllib.parse import urlencode

import jinja2

from kabar import __version__
from kabar.web.access.csrf import csrf_field
from kabar.web.asked import Asked
from kabar.web.filters import address, written
from kabar.web.safe import direction, outside, safe_text
from kabar.web.words import languages, words


@cache
def environment(language: str) -> jinja2.Environment:
    """The templates in one language. Everything is escaped; an unknown name is an error, not an empty place."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("kabar.web"), autoescape=True, undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.do"], trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    spoken = words(language)
    made.globals |= {
        "_": spoken, "several": spoken.several, "words": spoken, "code": spoken.code, "version": __version__,
        "interface_languages": [(c, words(c).locale.get_display_name(c) or c) for c in languages()],
        "direction": direction, "address": address, "written": written,
    }  # fmt: skip
    made.filters |= {
        "safe_text": safe_text, "outside": outside, "number": spoken.number, "percent": spoken.percent, "day": spoken.day,
        "moment": spoken.moment, "when": spoken.when, "language_name": spoken.language_name, "country_name": spoken.country_name, "address_values": urlencode,
    }  # fmt: skip
    return made


def render(asked: Asked, template: str, view: object) -> str:
    """A page, or the one block of it that htmx asks for. In templates `it` is the view and `asked` the request."""
    found = environment(asked.words.language).get_template(template)
    values = {
        "it": view, "asked": asked, "path": asked.request.url.path, "viewer": asked.viewer,
        "csrf": partial(csrf_field, asked.request),
    }  # fmt: skip
    block = found.blocks.get((asked.fragment or "").replace("-", "_"))
    if block is None:
        return found.render(values)
    return "".join(block(found.new_context(values)))
