"""The same wire story in several outlets and languages counts once; what has changed beyond likeness leaves."""
# ruff: noqa: F401, F811  (fixtures)

from pathlib import Path

import numpy as np
from faked import archive, jsonl, quick, story, taken_in

from kabar.ingest.duplicates import LEAST, bands, likeness, minhash, shingles
from kabar.intake.article import Given
from kabar.store import Archive

WIRE = story("mayor")
# Lines that begin with the same number mean the same to the quick reader.
INDONESIAN = "\n".join(
    f"{n} Wali kota wilayah {n} diberi tahu bahwa bantuan akan datang." for n in range(1, 9)
)
OTHER = "\n".join(f"{n} Ladang gandum di sekitar desa terbakar pada malam hari." for n in range(51, 59))


def grouped(archive: Archive) -> list[set[str]]:
    """The groups by the first letters of their articles' hosts."""
    host = len("https://")
    return [
        {str(archive.versions(i)[-1].url)[host] for i, _, _ in group.members}
        for group in archive.duplicates.groups()
    ]


def record(name: str, text: str, **more: str) -> dict[str, str]:
    return {"url": f"https://{name}.example/1", "text": text, "published": "2019-05-31", **more}


def test_one_story_in_three_outlets_is_one_group(archive: Archive, tmp_path: Path) -> None:
    source = jsonl(
        tmp_path / "a.jsonl", record("a", WIRE), record("b", WIRE + "\nMore by our own reporter."),
        record("c", "Exclusive.\n" + WIRE), record("d", story("harvest")),
    )  # fmt: skip
    assert taken_in(archive, source).near_duplicates == 2
    assert grouped(archive) == [{"a", "b", "c"}]


def test_a_story_and_its_translation_are_one_group(archive: Archive, tmp_path: Path) -> None:
    source = jsonl(
        tmp_path / "a.jsonl", record("a", WIRE, lang="en"), record("b", INDONESIAN, lang="id", published="2019-06-02"),
        record("c", OTHER, lang="id"),
    )  # fmt: skip
    assert taken_in(archive, source, given=Given()).near_duplicates == 1
    assert grouped(archive) == [{"a", "b"}]


def test_a_translation_of_weeks_later_is_not_looked_for(archive: Archive, tmp_path: Path) -> None:
    source = jsonl(
        tmp_path / "a.jsonl", record("a", WIRE, lang="en"), record("b", INDONESIAN, lang="id", published="2019-06-20")
    )  # fmt: skip
    assert taken_in(archive, source, given=Given()).near_duplicates == 0


def test_a_later_version_that_is_another_text_leaves_its_group(archive: Archive, tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    taken_in(
        archive, jsonl(source, record("a", WIRE), record("b", WIRE + "\nB."), record("c", WIRE + "\nC."))
    )
    taken_in(archive, jsonl(source, record("a", story("harvest"))))
    assert grouped(archive) == [{"b", "c"}]


def test_who_left_does_not_take_the_others_along_to_a_new_group(archive: Archive, tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    taken_in(
        archive, jsonl(source, record("a", WIRE), record("b", WIRE + "\nB."), record("c", WIRE + "\nC."))
    )
    taken_in(archive, jsonl(source, record("d", story("harvest")), record("a", story("harvest") + "\nA.")))
    assert sorted(map(sorted, grouped(archive))) == [["a", "d"], ["b", "c"]]


def test_a_group_of_two_that_one_leaves_is_none(archive: Archive, tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    taken_in(archive, jsonl(source, record("a", WIRE), record("b", WIRE + "\nB.")))
    taken_in(archive, jsonl(source, record("b", story("harvest"))))
    assert grouped(archive) == []


def test_texts_of_which_most_is_the_same_share_hashes_and_a_band() -> None:
    one, other = minhash(WIRE), minhash(WIRE + "\nMore by our own reporter.")
    assert (one == other).mean() > 0.8 and set(bands(one)) & set(bands(other))
    assert (one == minhash(story("harvest"))).mean() < 0.3


def test_a_script_without_spaces_is_cut_by_characters() -> None:
    assert shingles("停火协议已经破裂") == sorted({"停火协议已", "火协议已经", "协议已经破", "议已经破裂"})


def test_few_sentences_in_common_are_no_translation() -> None:
    vectors = np.eye(384, dtype=np.float16)
    assert likeness(vectors[:LEAST], vectors[:LEAST]) == 1.0
    assert likeness(vectors[: LEAST - 1], vectors[: LEAST - 1]) == 0.0
    assert likeness(vectors[:0], vectors[:5]) == 0.0
    assert likeness(vectors[:8], vectors[4:12]) == 0.5


def test_a_translation_has_most_of_the_longer_article_and_in_its_order() -> None:
    vectors = np.eye(384, dtype=np.float16)
    assert likeness(vectors[:8], vectors[:16]) == 0.5
    assert likeness(vectors[:8], vectors[7::-1]) == 0.0
    assert likeness(vectors[[0, 2, 1, 3, 4, 5, 6, 7]], vectors[:8]) == 7 / 8
