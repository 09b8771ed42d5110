"""One invented story in many languages: the same figures, places, dates and speaker."""

import pytest

import kabar
from kabar.model import Reading

STORIES = {
    "en": "The United Nations said on Tuesday that more than 12,000 people were displaced in Goma. Three people were killed in Bunia on 21 May 2019.",
    "id": "PBB mengatakan pada hari Selasa bahwa lebih dari 12.000 orang mengungsi di Goma. Tiga orang tewas di Bunia pada 21 Mei 2019.",
    "fr": "Les Nations unies ont déclaré mardi que plus de 12 000 personnes ont été déplacées à Goma. Trois personnes ont été tuées à Bunia le 21 mai 2019.",
    "es": "Las Naciones Unidas dijeron el martes que más de 12.000 personas fueron desplazadas en Goma. Tres personas murieron en Bunia el 21 de mayo de 2019.",
    "pt": "As Nações Unidas disseram na terça-feira que mais de 12 mil pessoas foram deslocadas em Goma. Três pessoas morreram em Bunia em 21 de maio de 2019.",
    "de": "Die Vereinten Nationen teilten am Dienstag mit, dass mehr als 12.000 Menschen in Goma vertrieben wurden. Drei Menschen wurden am 21. Mai 2019 in Bunia getötet.",
    "ru": "ООН заявила во вторник, что более 12 тысяч человек были перемещены в Гоме. Три человека погибли в Буниа 21 мая 2019 года.",
    "uk": "ООН заявила у вівторок, що понад 12 тисяч людей були переміщені в Гомі. Троє людей загинули в Буніа 21 травня 2019 року.",
    "tr": "Birleşmiş Milletler Salı günü Goma'da 12 binden fazla kişinin yerinden edildiğini açıkladı. 21 Mayıs 2019'da Bunia'da üç kişi öldü.",
    "ar": "قالت الأمم المتحدة يوم الثلاثاء إن أكثر من 12 ألف شخص نزحوا في غوما. وقتل ثلاثة أشخاص في بونيا في 21 مايو 2019.",
    "fa": "سازمان ملل روز سه‌شنبه گفت که بیش از ۱۲ هزار نفر در گوما آواره شدند. سه نفر در بونیا در ۲۱ مه ۲۰۱۹ کشته شدند.",
    "zh": "联合国星期二表示，超过1.2万人在戈马流离失所。2019年5月21日，三人在布尼亚被打死。",
    "hi": "संयुक्त राष्ट्र ने मंगलवार को कहा कि गोमा में 12,000 से अधिक लोग विस्थापित हुए हैं। 21 मई 2019 को बुनिया में तीन लोग मारे गए।",
    "sw": "Umoja wa Mataifa ulisema Jumanne kwamba zaidi ya watu 12,000 wamehama makazi yao mjini Goma. Watu watatu waliuawa mjini Bunia tarehe 21 Mei 2019.",
    "ms": "Pertubuhan Bangsa-Bangsa Bersatu berkata pada Selasa bahawa lebih 12,000 orang telah dipindahkan di Goma. Tiga orang terbunuh di Bunia pada 21 Mei 2019.",
}


def read(language: str) -> Reading:
    return kabar.read(STORIES[language], published="2019-05-24", lang=language)


@pytest.mark.parametrize("language", STORIES)
def test_figures_are_the_same(language: str) -> None:
    found = [(f.low, f.high, f.unit, f.concept) for f in read(language).figures]
    assert found == [(12000, None, "people", "displaced"), (3, 3, "people", "killed")]


@pytest.mark.parametrize("language", STORIES)
def test_the_figure_is_the_speaker_s_and_the_deaths_are_the_article_s(language: str) -> None:
    assert [f.source for f in read(language).figures] == ["UN", None]


@pytest.mark.parametrize("language", STORIES)
def test_dates_are_the_same(language: str) -> None:
    reading = read(language)
    assert [d.value for d in reading.dates] == ["2019-05-21", "2019-05-21"]
    assert [s.said_on for s in reading.statements] == ["2019-05-21"]


@pytest.mark.parametrize("language", STORIES)
def test_places_are_the_same(language: str) -> None:
    assert {p.name for p in read(language).places} == {"Goma", "Bunia"}
