"""Writes the articles of this folder, their manifest and the known answers from the marked source in tests/data.

python examples/idlib/make.py        (needs python-docx and reportlab, pinned in constraints.txt)

Marks in the source: {ids|words}. e01 tells of an event; q1 LOW-HIGH SOURCE answers a figure question (12, 12~ about,
12+ open above, ..12 open below; source - is the article itself); a1 names an agreement, b a1 WHO>WHOM an alleged
breach; p2a holds side a of a dispute; call asks for a ceasefire; d KIND "should read" is damage made on purpose.
"""

from __future__ import annotations

import csv
import html
import io
import json
import shlex
import tomllib
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

HERE = Path(__file__).parent
ARTICLES = HERE / "articles"
DATA = HERE.parent.parent / "tests" / "data"
RIGHT_TO_LEFT = {"ar"}
NOON = 12


@dataclass
class Mark:
    """One marked passage: what it says of the story, and where, in the whole text (title and body)."""

    tags: list[str]
    start: int
    end: int


@dataclass
class Marked:
    """One article: its header, title, body and marks. `member` is its number in a file of several."""

    file: str
    member: int | None
    lang: str
    published: str
    publisher: str
    url: str
    version: str | None
    near: str | None
    reference: bool
    title: str = ""
    text: str = ""
    marks: list[Mark] = field(default_factory=list)

    @property
    def body(self) -> str:
        return self.text if self.reference else self.text[len(self.title) :].strip("\n") + "\n"

    @property
    def paragraphs(self) -> list[str]:
        return [line for line in self.body.split("\n") if line]

    @property
    def key(self) -> str:
        return self.file if self.member is None else f"{self.file}#{self.member}"


def unmark(marked: str) -> tuple[str, list[Mark]]:
    """The text without its marks, and the marks with offsets into it."""
    out, marks, opened, i = "", [], [], 0
    while i < len(marked):
        if marked[i] == "{":
            bar = marked.index("|", i)
            opened.append((shlex.split(marked[i + 1 : bar]), len(out)))
            i = bar + 1
        elif marked[i] == "}":
            tags, start = opened.pop()
            marks.append(Mark(tags, start, len(out)))
            i += 1
        else:
            out += marked[i]
            i += 1
    if opened:
        raise ValueError(f"a mark is not closed: {opened}")
    return out, sorted(marks, key=lambda m: (m.start, m.end))


def parse(source: str) -> list[Marked]:
    return [_article(*part.split("\n", 1)) for part in ("\n" + source).split("\n=== ")[1:]]


def _article(header: str, rest: str) -> Marked:
    words = shlex.split(header)
    given = dict(w.split("=", 1) for w in words if "=" in w)
    file, _, number = given["file"].partition("#")
    found = Marked(
        file=file, member=int(number) if number else None, lang=given["lang"], published=given["published"],
        publisher=given["publisher"], url=given["url"], version=given.get("version"), near=given.get("near"),
        reference="reference" in words,
    )  # fmt: skip
    if found.reference:
        found.text = (HERE.parent / "idlib.id.txt").read_text("utf-8")
        for line in rest.splitlines():
            if line.startswith("@mark "):
                tags, words_of = line[len("@mark ") :].split("|", 1)
                start = found.text.index(words_of)
                found.marks.append(Mark(shlex.split(tags), start, start + len(words_of)))
    else:
        found.text, found.marks = unmark(rest.strip("\n") + "\n")
        found.title = found.text.split("\n", 1)[0]
    return found


# The formats.


def page(article: Marked, others: list[Marked], wording: dict) -> str:
    """A news page with the furniture that real ones have."""
    direction = ' dir="rtl"' if article.lang in RIGHT_TO_LEFT else ""
    e = html.escape
    related = "\n".join(f'      <li><a href="{e(o.url)}">{e(o.title)}</a></li>' for o in others)
    nav = "".join(f'<li><a href="/{n}/">{e(w)}</a></li>' for n, w in enumerate(wording["nav"]))
    paragraphs = "\n".join(f"      <p>{e(p, quote=False)}</p>" for p in article.paragraphs)
    return f"""<!DOCTYPE html>
<html lang="{article.lang}"{direction}>
<head>
  <meta charset="utf-8">
  <title>{e(article.title)} | {e(article.publisher)}</title>
  <link rel="canonical" href="{e(article.url)}">
  <meta property="og:type" content="article">
  <meta property="og:title" content="{e(article.title)}">
  <meta property="og:site_name" content="{e(article.publisher)}">
  <meta property="og:url" content="{e(article.url)}">
  <meta property="article:published_time" content="{article.published}T12:00:00+00:00">
  <style>body {{ font-family: sans-serif }} nav li {{ display: inline }}</style>
</head>
<body>
  <div id="cookie-banner" role="dialog"><p>{e(wording["cookies"])}</p><button>OK</button></div>
  <header><nav><ul>{nav}</ul></nav></header>
  <main>
    <article>
      <h1>{e(article.title)}</h1>
{paragraphs}
    </article>
    <aside class="related"><h2>{e(wording["related"])}</h2><ul>
{related}
    </ul></aside>
  </main>
  <footer><p>© 2019 {e(article.publisher)}. {e(wording["rights"])}</p></footer>
  <script>window.analytics = {{"page": "{article.published}"}};</script>
</body>
</html>
"""


def feed(articles: list[Marked]) -> str:
    e = html.escape
    items = "".join(
        f"""  <item>
    <title>{e(a.title)}</title>
    <link>{e(a.url)}</link>
    <guid isPermaLink="true">{e(a.url)}</guid>
    <pubDate>{format_datetime(moment(a))}</pubDate>
    <dc:publisher>{e(a.publisher)}</dc:publisher>
    <dc:language>{a.lang}</dc:language>
    <description>{e(a.paragraphs[0])}</description>
    <content:encoded><![CDATA[{"".join(f"<p>{e(p, quote=False)}</p>" for p in a.paragraphs)}]]></content:encoded>
  </item>
"""
        for a in articles
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
  <title>{e(articles[0].publisher)}</title>
  <link>https://kabarsamudra.example/</link>
  <description>Berita dunia</description>
  <language>{articles[0].lang}</language>
{items}</channel>
</rss>
"""


def mail(article: Marked) -> bytes:
    message = EmailMessage()
    message["From"] = f"{article.publisher} <desk@hwwbulletin.example>"
    message["To"] = "subscribers@hwwbulletin.example"
    message["Subject"] = article.title
    message["Date"] = format_datetime(moment(article))
    message["Message-ID"] = "<update-4.2019-05-28@hwwbulletin.example>"
    message["Archived-At"] = f"<{article.url}>"
    message["Content-Language"] = article.lang
    message.set_content(article.body, cte="quoted-printable")
    return bytes(message)


def document(article: Marked) -> bytes:
    from docx import Document

    made = Document()
    made.add_heading(article.title, 1)
    for paragraph in article.paragraphs:
        made.add_paragraph(paragraph)
    about = made.core_properties
    about.title, about.author, about.language = article.title, article.publisher, article.lang
    about.created = about.modified = moment(article).replace(tzinfo=None)
    about.identifier = article.url
    made_bytes = io.BytesIO()
    made.save(made_bytes)
    return _without_clock(made_bytes.getvalue())


def _without_clock(data: bytes) -> bytes:
    """The same zip with one date for all its members, so that the same source gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            member = zipfile.ZipInfo(name, (2019, 5, 31, 12, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return out.getvalue()


def brief(article: Marked) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    styles = getSampleStyleSheet()
    parts = [Paragraph(html.escape(article.title), styles["Title"])]
    for paragraph in article.paragraphs:
        parts += [Paragraph(html.escape(paragraph), styles["BodyText"]), Spacer(1, 6)]
    out = io.BytesIO()
    made = SimpleDocTemplate(
        out, pagesize=A4, title=article.title, author=article.publisher, subject=article.url, lang=article.lang, invariant=1
    )  # fmt: skip
    made.build(parts)
    # `invariant` dates every file to the year 2000; the brief has its own day, as long to the byte.
    return out.getvalue().replace(b"D:20000101000000", moment(article).strftime("D:%Y%m%d%H%M%S").encode())


def table(articles: list[Marked]) -> str:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["url", "publisher", "published", "lang", "title", "text"])
    for a in articles:
        rows.writerow([a.url, a.publisher, a.published, a.lang, a.title, a.body.rstrip("\n")])
    return out.getvalue()


def lines(articles: list[Marked]) -> str:
    return "".join(
        json.dumps(
            {"url": a.url, "publisher": a.publisher, "published": a.published, "lang": a.lang, "title": a.title, "text": a.body.rstrip("\n")},
            ensure_ascii=False,
        )
        + "\n"
        for a in articles
    )  # fmt: skip


def moment(article: Marked) -> datetime:
    day = date.fromisoformat(article.published)
    return datetime(day.year, day.month, day.day, NOON, tzinfo=UTC)


def write_articles(articles: list[Marked], furniture: dict) -> None:
    pages = [a for a in articles if a.file.endswith(".html")]
    by_file: dict[str, list[Marked]] = {}
    for a in articles:
        by_file.setdefault(a.file, []).append(a)
    for file, held in by_file.items():
        suffix, first = file.rsplit(".", 1)[-1], held[0]
        others = [p for p in pages if p.lang == first.lang and p.url != first.url][:3]
        made: str | bytes = {
            "txt": lambda a=first: a.text,
            "html": lambda a=first, o=others: page(a, o, furniture[a.lang]),
            "jsonl": lambda h=held: lines(h),
            "csv": lambda h=held: table(h),
            "xml": lambda h=held: feed(h),
            "eml": lambda a=first: mail(a),
            "docx": lambda a=first: document(a),
            "pdf": lambda a=first: brief(a),
        }[suffix]()
        (ARTICLES / file).write_bytes(made.encode("utf-8") if isinstance(made, str) else made)
    with (HERE / "articles.csv").open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["file", "url", "publisher", "published", "lang", "title"])
        rows.writerows(
            [f"articles/{a.file}", a.url, a.publisher, a.published, a.lang, a.title] for a in articles
        )


# The known answers.


def answers(articles: list[Marked], story: dict) -> dict:
    """What each article tells of the story, by event, question, agreement, breach and side of a dispute."""
    events = {k: {"id": k, **v, "told": []} for k, v in story["events"].items()}
    questions = {k: {"id": k, **v, "figures": []} for k, v in story["questions"].items()}
    agreements = {
        k: {"id": k, **v, "told": [], "alleged_breaches": []} for k, v in story["agreements"].items()
    }
    disputes = {k: _sides(k, v) for k, v in story["disputes"].items()}
    calls, damage = [], []
    for article in articles:
        for mark in article.marks:
            where, tags = evidence(article, mark), mark.tags
            if tags[0] == "b":
                by, against = tags[2].split(">")
                agreements[tags[1]]["alleged_breaches"].append({"by": by, "against": against, **where})
            elif tags[0] == "d":
                damage.append({"kind": tags[1], "should_read": tags[2], **where})
            elif tags[0] == "call":
                calls.append(where)
            elif tags[0] in questions:
                source = None if tags[2] == "-" else tags[2]
                questions[tags[0]]["figures"].append({**bounds(tags[1]), "source": source, **where})
            else:
                for tag in tags:
                    if tag in events:
                        events[tag]["told"].append(where)
                    elif tag in agreements:
                        agreements[tag]["told"].append(where)
                    else:
                        side = "ab".index(tag[-1])
                        disputes[tag[:-1]]["positions"][side]["evidence"].append(where)
    return {
        "made_by": "examples/idlib/make.py from idlib-marked.txt and idlib-story.toml; invented, CC0",
        "offsets": "code points of the text of a .txt file, of the field `text` in .jsonl and .csv; none in other formats",
        "situation": story["situation"],
        "articles": [
            {"key": a.key, "file": a.file, "url": a.url, "lang": a.lang, "published": a.published} for a in articles
        ],
        "events": list(events.values()),
        "questions": list(questions.values()),
        "agreements": list(agreements.values()),
        "disputes": list(disputes.values()),
        "ceasefire_calls": calls,
        "near_duplicates": _groups(articles, "near"),
        "versions": _versions(articles),
        "damage": damage,
    }  # fmt: skip


def bounds(value: str) -> dict[str, float | str | None]:
    """Low, high and wording of a marked value."""
    number = float(value.strip("+~."))
    if value.startswith(".."):
        return {"low": None, "high": number, "wording": "at-most"}
    if value.endswith("+"):
        return {"low": number, "high": None, "wording": "at-least"}
    return {"low": number, "high": number, "wording": "about" if value.endswith("~") else "exact"}


def evidence(article: Marked, mark: Mark) -> dict:
    """The article, the exact words, and their offsets where the reader's text is known to the character."""
    words = article.text[mark.start : mark.end]
    found: dict = {"article": article.key, "words": words}
    if article.file.endswith(".txt"):
        found["span"] = [mark.start, mark.end]
    elif article.file.endswith((".jsonl", ".csv")):
        shift = len(article.text) - len(article.text[len(article.title) :].lstrip("\n"))
        found["span"] = [mark.start - shift, mark.end - shift]
    return found


def _sides(name: str, given: dict) -> dict:
    positions = [{"side": s, "holders": given[s], "evidence": []} for s in "ab"]
    return {"id": name, **{k: v for k, v in given.items() if k not in "ab"}, "positions": positions}


def _groups(articles: list[Marked], what: str) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for a in articles:
        if value := getattr(a, what):
            groups.setdefault(value, []).append(a.key)
    return list(groups.values())


def _versions(articles: list[Marked]) -> list[dict]:
    groups: dict[str, list[str]] = {}
    for a in articles:
        if a.version:
            groups.setdefault(a.url, []).append(a.key)
    return [{"url": url, "versions": keys} for url, keys in groups.items()]


def main() -> None:
    articles = parse((DATA / "idlib-marked.txt").read_text("utf-8"))
    story = tomllib.loads((DATA / "idlib-story.toml").read_text("utf-8"))
    write_articles(articles, story["furniture"])
    known = json.dumps(answers(articles, story), ensure_ascii=False, indent=1)
    (DATA / "idlib-answers.json").write_text(known + "\n", "utf-8")


if __name__ == "__main__":
    main()
