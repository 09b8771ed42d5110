"""What a code is called: the table from which every page takes the words for acts, concepts, units, statuses and flags.

The right side is a message of the catalogues. A code that is not here is shown as it is.
"""

from __future__ import annotations


def _(message: str) -> str:
    """Marks a message for the catalogues."""
    return message


CODES: dict[str, dict[str, str]] = {
    "act": {
        "say": _("says"), "demand": _("demands"), "accuse": _("accuses"), "deny": _("denies"), "complain": _("complains"),
        "appeal": _("appeals"), "promise": _("promises"), "threaten": _("threatens"), "estimate": _("estimates"),
        "ask": _("asks"), "admit": _("admits"), "agree": _("agrees"), "warn": _("warns"), "think": _("thinks"),
        "intend": _("intends"),
    },
    "mode": {"direct": _("in their own words"), "indirect": _("reported"), "mixed": _("partly in their own words")},
    "kind": {
        "person": _("person"), "government": _("government"), "armed-group": _("armed group"), "igo": _("international body"),
        "ngo": _("aid or civil group"), "civilians": _("civilians"), "media": _("media"), "company": _("company"),
        "unknown": _("kind not known"), "figure": _("figure"), "statement": _("statement"), "event": _("event"),
        "agreement": _("agreement"), "breach": _("alleged breach"), "dispute": _("dispute"), "place": _("place"),
        "damage": _("damage"), "blame": _("who is to blame"), "occurrence": _("whether it happened"), "terms": _("what was agreed"),
    },
    "status": {
        "reported": _("reported"), "claimed": _("claimed"), "denied": _("denied"), "demanded": _("demanded"),
        "threatened": _("threatened"), "planned": _("planned"), "agreed": _("agreed"), "hypothetical": _("hypothetical"),
        "historical": _("long past"),
    },
    "concept": {
        "displaced": _("displaced"), "killed": _("killed"), "injured": _("injured"), "missing": _("missing"),
        "sheltered": _("sheltered"), "returned": _("returned"), "affected": _("affected"), "destroyed": _("destroyed"),
        "damaged": _("damaged"), "evacuated": _("evacuated"), "detained": _("detained"), "trapped": _("trapped"),
        "abducted": _("abducted"), "in-need": _("in need"), "forced_to_flee": _("forced to flee"), "protesting": _("protesting"),
        "in_relief_camp": _("in a relief camp"), "homeless": _("homeless"),
    },
    "unit": {
        "people": _("people"), "households": _("households"), "children": _("children"), "women": _("women"),
        "camps": _("camps"), "houses": _("houses"), "schools": _("schools"), "health-facilities": _("health facilities"),
        "shelters": _("shelters"), "villages": _("villages"), "settlements": _("settlements"), "vehicles": _("vehicles"),
    },
    "event": {
        "ASSAULT": _("attack"), "displacement": _("displacement"), "REQUEST": _("request"), "RETREAT": _("retreat"),
        "CONSULT": _("talks"), "ACCUSE": _("accusation"), "REJECT": _("rejection"), "AID": _("aid"), "AGREE": _("agreement"),
        "PROTEST": _("protest"), "THREATEN": _("threat"), "SUPPORT": _("support"), "COERCE": _("coercion"),
        "COOPERATE": _("cooperation"), "SANCTION": _("sanction"), "MOBILIZE": _("mobilisation"), "CONCEDE": _("concession"),
    },
    "agreement": {"deal": _("deal"), "truce": _("truce"), "demilitarised-zone": _("demilitarised zone"), "resolution": _("resolution")},
    "role": {"reader": _("reader"), "reviewer": _("reviewer"), "admin": _("admin")},
    "scope": {"read": _("read"), "review": _("review"), "ingest": _("take in articles"), "admin": _("manage accounts")},
    "measure": {"stock": _("at one time"), "flow": _("over a period")},
    "counting": {"new": _("new"), "cumulative": _("in all so far")},
    "precision": {"1": _("exact place"), "2": _("an area"), "3": _("a region")},
    # What a record may be doubtful for, by what it is about: the passage, the source, the place, the date, the number, the rest.
    "verdict": {
        "right": _("accepted"), "wrong": _("rejected"), "corrected": _("corrected"), "comment": _("comment"),
        "same": _("the same as another"), "different": _("not the same as another"), "undo": _("taken back"),
    },
    "field": {
        "low": _("Lowest number"), "high": _("Highest number"), "wording": _("Wording"), "unit": _("Unit"),
        "concept": _("What is counted"), "group": _("Who of them"), "measure": _("At one time or over a period"),
        "counting": _("New or in all"), "sectors": _("Sectors"), "source": _("According to"), "place": _("Place"),
        "since": _("From"), "until": _("To"), "as_of": _("On the day"), "span": _("Words"), "statement": _("Statement"),
        "part_of": _("Part of"), "sources": _("Who said it"), "act": _("Act"), "mode": _("In whose words"),
        "addressees": _("To whom"), "targets": _("About or against whom"), "relayed_by": _("Relayed by"),
        "channel": _("Channel"), "said_on": _("Said on"), "source_span": _("Words for the source"), "cue": _("Word of saying"),
        "content": _("What was said"), "plover": _("Event type (PLOVER)"), "cameo": _("CAMEO code"), "acled": _("ACLED type"),
        "acled_sub": _("ACLED sub-type"), "status": _("Standing"), "actors": _("Who did it"),
        "civilians_targeted": _("Against civilians"), "claimed_by": _("On whose word"), "denied_by": _("Denied by"),
        "date": _("When"), "killed": _("Killed"), "injured": _("Injured"), "trigger": _("Word for the event"),
        "kind": _("Kind"), "parties": _("Parties"), "brokers": _("Brokers"), "terms": _("Terms"), "by": _("Who accuses"),
        "against": _("Who is accused"), "what": _("What was done"), "name": _("Name"), "country": _("Country (ISO code)"),
        "affiliation": _("Belongs to"), "admin1": _("Province"), "latitude": _("Latitude"), "longitude": _("Longitude"),
        "geonames": _("GeoNames id"), "precision": _("Precision (1-3)"), "value": _("Date"), "relation": _("Relation"),
        "calendar": _("Calendar"), "should_read": _("Should read"), "evidence": _("Words"),
    },
    "flag": {
        "damaged": _("the passage is damaged"), "damaged-sentence": _("the sentence is damaged elsewhere"),
        "source-doubtful": _("two possible sources"), "source-weak": _("the source is uncertain"),
        "source-unresolved": _("the source is not known"), "source-pronoun": _("the source is a pronoun"),
        "source-elided": _("the source is left out in the sentence"),
        "source-continued": _("the source is that of the sentence before"), "not-said": _("said not to have been said"),
        "local": _("an actor that only this article names"),
        "place-inferred": _("the place is inferred"), "places-tied": _("several places of this name are as likely"),
        "no-coordinates": _("a place without a point"), "not-in-gazetteer": _("a place that the gazetteer lacks"),
        "name-transliterated": _("a place found by the sound of its name"),
        "unresolved": _("the date is not told"), "needs-anchor": _("counted from a day that is not told"),
        "anchored": _("counted from a day told before"), "no-such-day": _("there is no such day"),
        "year-inferred": _("the year is inferred"), "year-from-context": _("the year is that of the text around"),
        "century-inferred": _("the century is inferred"), "future-inferred": _("taken to be in the future"),
        "day-month-order": _("day and month may be the other way round"), "weekday-mismatch": _("another weekday than the date's"),
        "calendar-approximate": _("a day more or less in this calendar"), "hemisphere-unsure": _("a season without a hemisphere"),
        "maybe-age": _("may be somebody's age"),
        "vague": _("vague words"), "unit-inferred": _("the unit is inferred"), "derived": _("worked out, not said"),
        "same-fact": _("counts the same again"), "whole-unstated": _("part of a number that is not given"),
        "marks-against-custom": _("points and commas against the language's custom"), "hypothetical": _("a number of what may be"),
        "capacity": _("room for so many"), "need": _("a number of what is needed"), "target": _("a number that is aimed at"),
        "negated": _("said not to be so"),
        "ended": _("only its end is told"), "end-demanded": _("its end is demanded, which takes it for granted"),
        "outside-plover": _("no type of PLOVER"), "claimed": _("told in a statement alone"),
        "parties-unstated": _("the parties are not named"), "days-apart": _("told on different days"),
        "corrected": _("corrected by a person"), "rests-on-corrected": _("worked out from a record that a person corrected"),
    },
}  # fmt: skip
