"""Full-text search in any script, the same on SQLite and PostgreSQL.

Both databases cut words by rules of their own, and neither cuts Chinese, Japanese, Thai or Khmer. So words are cut here,
for the index and for the question alike, and handed over as finished words: FTS5's `ascii` tokenizer splits at the spaces
between them and nowhere else, a tsvector is written out with its positions. Scripts that put no space between words, and
Hangul, whose particles are glued on, are cut into pairs of characters: a run of them in a question is found wherever it
stands in the text. Case, width, and accents of alphabets are folded away; vowel signs of Indic scripts are not.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex
import sqlalchemy as sa

WORD = regex.compile(r"[\p{L}\p{N}\p{M}]+")
UNSPACED = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]+|"
    r"[^\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]+"
)
PHRASE = regex.compile(r'["“”„«»「」『』]([^"“”„«»「」『』]*)["“”„«»「」『』]?|[^\s"“”„«»「」『』]+')
# Canonical combining classes (Unicode, UAX 44): 10-35 Hebrew and Arabic points, from 200 on accents above and below.
POINTS, ACCENTS = range(10, 36), 200
TATWEEL = "ـ"
LONGEST_WORD = 64  # a tsvector refuses words over 2 KB
MOST_TERMS = 32
PASSAGE = 2_000  # words: PostgreSQL keeps 256 positions of one word and none after 16,383
OVERLAP = 32


def fold(text: str) -> str:
    """Lower case, without accents and vowel points, in compatibility form.

    >>> fold("Erdoğan ÇAVUŞOĞLU ＡＢＣ")
    'erdogan cavusoglu abc'
    """
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text.casefold()).replace(TATWEEL, "")
    kept = "".join(c for c in text if not _drops(c))
    return unicodedata.normalize("NFC", kept).casefold().replace("ı", "i")


@lru_cache(maxsize=4096)
def _drops(character: str) -> bool:
    combining = unicodedata.combining(character)
    return combining in POINTS or combining >= ACCENTS


def words(text: str) -> list[str]:
    """The words of a text as they are indexed.

    >>> words("U.S. says 难民营 hit")
    ['u', 's', 'says', '难民', '民营', '营', 'hit']
    """
    found: list[str] = []
    for word in WORD.findall(fold(text)):
        for part in UNSPACED.findall(word):
            if is_unspaced(part):
                found += [part[i : i + 2] for i in range(len(part))]
            else:
                found.append(part[:LONGEST_WORD])
    return found


def is_unspaced(part: str) -> bool:
    """Whether a part of a word that UNSPACED cut is of a script without spaces."""
    return (
        regex.match(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]", part)
        is not None
    )


# One term: the words that must follow each other, and whether the last is only a beginning.
Term = tuple[tuple[str, ...], bool]


def terms(question: str) -> list[Term]:
    """What a question asks for: every word and every "phrase" of it must stand in the text.

    >>> terms('ceasefire "in Idlib" 难民')
    [(('ceasefire',), False), (('in', 'idlib'), False), (('难民',), False)]
    """
    found: list[Term] = []
    for match in PHRASE.finditer(question):
        cut = words(match[1] if match[1] is not None else match[0])
        partial = False
        if cut and is_unspaced(cut[-1]):
            # The last character of a run alone is in the index only where the run ends.
            partial = len(cut) == 1 or len(cut[-2]) != 2 or cut[-2][1] != cut[-1]
            cut = cut if partial else cut[:-1]
        if cut and (tuple(cut), partial) not in found:
            found.append((tuple(cut), partial))
    return found[:MOST_TERMS]


def passages(text: str) -> list[list[str]]:
    """The words of a text in passages of at most 2,000 that overlap by 32."""
    cut = words(text)
    if len(cut) <= PASSAGE:
        return [cut]
    return [cut[i : i + PASSAGE] for i in range(0, len(cut) - OVERLAP, PASSAGE - OVERLAP)]


def indexed(cut: list[str], dialect: str) -> str:
    """The words as the database's index takes them."""
    if dialect == "sqlite":
        return " ".join(cut)
    places: dict[str, list[int]] = {}
    for i, word in enumerate(cut, 1):
        places.setdefault(word, []).append(i)
    return " ".join(f"'{w}':{','.join(map(str, at))}" for w, at in places.items())


def matching(table: str, question: str, dialect: str) -> sa.Select[int]:
    """The ids of the texts in `table` (one of `schema.WORDS`) that answer the question."""
    asked = terms(question)
    if not asked:
        return sa.select(sa.literal(0)).where(sa.false())
    if dialect == "sqlite":
        fts = sa.table(table, sa.column("rowid"), sa.column(table))
        query = " AND ".join(f'"{" ".join(w)}"{" *" if partial else ""}' for w, partial in asked)
        return sa.select(fts.c.rowid).where(fts.c[table].op("MATCH")(query))
    vectors = sa.table(table, sa.column("id"), sa.column("words"))
    query = " & ".join("(" + " <-> ".join(_lexemes(w, partial)) + ")" for w, partial in asked)
    return sa.select(vectors.c.id).where(vectors.c.words.op("@@")(sa.cast(query, _TsQuery())))


def _lexemes(cut: tuple[str, ...], partial: bool) -> list[str]:
    return [f"'{w}'" + (":*" if partial and i == len(cut) - 1 else "") for i, w in enumerate(cut)]


class _TsQuery(sa.types.UserDefinedType[str]):
    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "TSQUERY"


def write_words(connection: sa.Connection, table: str, rows: list[tuple[int, list[str]]]) -> None:
    """Index texts under their ids."""
    if not rows:
        return
    sqlite = connection.dialect.name == "sqlite"
    sql = (
        f"INSERT INTO {table} (rowid, words) VALUES (:id, :words)"
        if sqlite
        else f"INSERT INTO {table} (id, words) VALUES (:id, CAST(:words AS tsvector))"
    )
    connection.execute(
        sa.text(sql), [{"id": i, "words": indexed(cut, connection.dialect.name)} for i, cut in rows]
    )


def forget_words(connection: sa.Connection, table: str, ids: list[int]) -> None:
    """Take texts out of the index."""
    if ids:
        name = "rowid" if connection.dialect.name == "sqlite" else "id"
        connection.execute(sa.text(f"DELETE FROM {table} WHERE {name} = :id"), [{"id": i} for i in ids])
