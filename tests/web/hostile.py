"""Articles that try to act: every field that comes from elsewhere holds markup, scripts, links that run, hidden controls."""

from __future__ import annotations

from typing import Any

from made import article, reading

import kabar
from kabar.model import Article, Reading
from kabar.reconcile import reconcile

# In every attempt: wherever it comes up as a name of an element or attribute, an attempt came through.
MARK = "zq9k"
BIDI = "\u202e\u2066\u200f"
ATTEMPTS = (
    f"<script>alert('{MARK}')</script><script src=//evil.example/{MARK}.js></script>",
    f"<img src={MARK} onerror=alert('{MARK}')><svg onload=alert('{MARK}')><iframe srcdoc='<script>{MARK}</script>'>",
    f"\"><b {MARK}=1 onmouseover=alert('{MARK}')>' {MARK}='1' style='position:fixed' x=\"`",
    f"</title></textarea></style></script></q></bdi><{MARK}><base href=//evil.example/><meta http-equiv=refresh content=0>",
    f"<form action=//evil.example/{MARK}><button {MARK}><input name=csrf><a href=javascript:alert('{MARK}')>go</a>",
    f"&lt;script&gt;alert('{MARK}')&lt;/script&gt; &#60;{MARK}&#62; &quot;{MARK} &amp;amp;",
    f"{{{{ 7*7 }}}}{MARK} {{% raw %}} ${{7*7}} #{{7*7}} <%= 7*7 %> {{{{ config }}}}",
    f"{BIDI}{MARK}{BIDI} \0 \x1b[31m \x08 ]]> --> <!-- {MARK}",
    f"javascript:alert('{MARK}')", f"data:text/html,<script>alert('{MARK}')</script>", f"=cmd|'/c calc'!{MARK}",
)  # fmt: skip
ALL = " ".join(ATTEMPTS)
URLS = (
    f"javascript:alert('{MARK}')//https://", f"data:text/html,<script>alert('{MARK}')</script>", f"https://example.org/\"><b {MARK}>",
    f"https://user:pass@example.org/{BIDI}{MARK}", f"//evil.example/{MARK}", f"JaVaScRiPt:alert('{MARK}')", f" https://example.org/{MARK}",
)  # fmt: skip
HUGE = "w" * 100_000
TEXT = (
    f"UN says 300,000 people fled Idlib since May. {ALL}\n"
    f"Russia said that 12 people were killed in Ankara on 30 May {ALL}.\n"
    f"Turkey accused Syria of breaking the truce of September 2018. "
)


def hostile(url: str, low: float, huge: str) -> tuple[Article, Reading]:
    """An article and its reading, with the attempts in every field of text, and a word that is huge or not."""
    of = article(TEXT + huge, url, title=f"{ALL} {url}", publisher=ALL, byline=ALL)
    fields: dict[str, Any] = {
        "damage": [{"should_read": ALL}], "actors": [{"name": f"{a} {n}"} for n, a in enumerate((ALL, ATTEMPTS[0], ATTEMPTS[2], huge))],
        "places": [{"name": ALL}, {"name": ATTEMPTS[1]}], "disputes": [{"differ_in": ALL}],
    }  # fmt: skip
    made = reading(of, low=low)
    spans = {"content": (made.statements[0].content[0], made.statements[1].evidence[0])}
    changed = {
        name: tuple(replace(r, **dict(new)) for r, new in zip(getattr(made, name), news, strict=True))
        for name, news in fields.items()
    }
    said = tuple(replace(s, channel=ALL, **spans) for s in made.statements)
    return of, replace(made, statements=said, **changed)


def replace(record: Any, **new: Any) -> Any:
    import dataclasses

    return dataclasses.replace(record, **new)


def fill(target: str) -> None:
    """Put hostile articles into an archive, one an address, and set their accounts side by side."""
    with kabar.open(target) as archive:
        for n, url in enumerate(URLS):
            of, made = hostile(url, 300_000 + n * 50_000, HUGE if n == 0 else "nobody")
            added = archive.add_article(of, received=TEXT.encode(), name=f"{ALL}\ud800", media_type=ALL)
            archive.save_reading(added.version_id, made, kabar_version="1", model="m")
        archive.refused.add(ALL, ALL, url=URLS[0])
        archive.judgements.add("wrong", "figure-x", who=ALL, why=ALL)
        archive.log.add(ALL, ALL, who=ALL)
        reconcile(archive)
