"""The same questions find the same articles on both databases, in every script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import article

from kabar.store import Archive, Query
from kabar.store.search import fold, terms, words

TEXTS = {
    "en": "The U.S. said 1,500 families fled Khān Shaykhūn; cease-fire broken.",
    "tr": "Erdoğan İdlib'de ateşkes istedi. IŞIK",
    "fr": "Les déplacés d’Idlib sont 200 000.",
    "ar": "قالت الأمم المتحدة إنَّ النازحين في إدلب",
    "fa": "سازمان ملل می‌گوید آوارگان",
    "ru": "Российские войска нанесли удар, ещё один",
    "hi": "संयुक्त राष्ट्र ने कहा कि हिंसा बढ़ी",
    "zh": "联合国说难民营遭到袭击。",
    "ja": "国連は難民キャンプが攻撃されたと述べた",
    "ko": "유엔은 난민을 도왔다고 밝혔다",
    "th": "สหประชาชาติกล่าวว่าผู้ลี้ภัยหลบหนี",
    "my": "ကုလသမဂ္ဂက ဒုက္ခသည်များ",
    "el": "Οι πρόσφυγες στο Ιντλίμπ",
    "am": "የተባበሩት መንግሥታት ስደተኞች",
}  # fmt: skip

ASKED = [
    ("us", []), ("U.S.", ["en"]), ('"u s said"', ["en"]), ("khan shaykhun", ["en"]), ("cease-fire", ["en"]),
    ("fire cease", ["en"]), ('"fire cease"', []), ("1,500", ["en"]), ("fled “families fled”", ["en"]),
    ("erdogan", ["tr"]), ("ERDOĞAN", ["tr"]), ("idlib", ["fr", "tr"]), ("ışık", ["tr"]), ("deplaces", ["fr"]),
    ("النازحين", ["ar"]), ("ان", ["ar"]), ("آوارگان", ["fa"]), ("войска УДАР", ["ru"]), ("еще", ["ru"]),
    ("हिंसा", ["hi"]), ("हिस", []), ("难民", ["zh"]), ("民", ["ja", "zh"]), ("難民", ["ja"]), ("难民营遭到", ["zh"]),
    ("营难", []), ("キャンプ", ["ja"]), ("ｷｬﾝﾌﾟ", ["ja"]), ("난민", ["ko"]), ("밝혔다", ["ko"]), ("다", ["ko"]),
    ("ผู้ลี้ภัย", ["th"]), ("ဒုက္ခသည်", ["my"]), ("προσφυγες", ["el"]), ("ስደተኞች", ["am"]), ("", []), ("!!!", []),
    ("联合国 难民", ["zh"]), ('"联合国说难民营"', ["zh"]), ('"난민을 도왔다고"', ["ko"]), ("“хто", []),
]  # fmt: skip


@pytest.fixture(autouse=True)
def filled(archive: Archive) -> None:
    with archive.batch():
        for language, text in TEXTS.items():
            archive.add_article(article(text, url=language, language=language, title=None))


def test_questions_find_the_same_in_every_script(archive: Archive) -> None:
    found = {q: sorted(a.address for a in archive.articles(Query(text=q))) for q, _ in ASKED}
    assert found == {q: languages for q, languages in ASKED}


def test_the_words_of_an_old_version_are_not_found(archive: Archive) -> None:
    archive.add_article(article("Something else", url="zh", language="zh", title=None))
    assert len(archive.articles(Query(text="难民"))) == 0
    assert len(archive.articles(Query(text="something"))) == 1


def test_a_phrase_across_passages_of_a_long_article_is_found(archive: Archive) -> None:
    for at in (1_990, 1_999, 2_000, 5_000, 30_000):
        text = " ".join([*(f"the w{n % 97}" for n in range(at // 2)), "crimson harbour", "end " * 50])
        archive.add_article(article(text, url=f"long{at}", title=None))
    found = {a.address for a in archive.articles(Query(text='"crimson harbour"'))}
    assert found == {"long1990", "long1999", "long2000", "long5000", "long30000"}
    assert len(archive.articles(Query(text='"the w40 the w41"'))) == 5


LETTERS = st.text(st.sampled_from("abé ٱلمम्हि难民営カゟ한글ไทย  .-"), max_size=40)


@given(LETTERS, LETTERS, LETTERS)
def test_whatever_stands_in_a_text_is_found_as_a_phrase(before: str, phrase: str, after: str) -> None:
    text = f"{before} {phrase} {after}"
    cut = words(text)
    for term, partial in terms(f'"{phrase}"'):
        n = len(term)
        runs = [tuple(cut[i : i + n]) for i in range(len(cut))]
        assert any(
            r == term or (partial and r[:-1] == term[:-1] and r[-1].startswith(term[-1])) for r in runs
        )


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
