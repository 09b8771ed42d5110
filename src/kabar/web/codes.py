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
    # What an actor is in a record of a kind, as the head of a list of them.
    "taken_part": {
        "mention.mentioned": _("Articles that name it"), "statement.source": _("Statements it makes"),
        "statement.target": _("Statements about it"), "statement.addressee": _("Statements made to it"),
        "statement.relayer": _("Statements it passes on"), "figure.source": _("Figures it gives"),
        "event.actor": _("Events of its doing"), "event.target": _("Events done to it"), "event.claimant": _("Events it tells of"),
        "event.denier": _("Events it denies"), "agreement.party": _("Agreements it is a party to"),
        "agreement.broker": _("Agreements it brokers"), "breach.accuser": _("Breaches it alleges"),
        "breach.accused": _("Breaches it is accused of"), "dispute.holder": _("Disputes in which it takes a side"),
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
    "axis": {
        "source": _("source"), "place": _("place"), "country": _("country"), "concept": _("what happened"), "unit": _("unit"),
        "month": _("month"), "day": _("day"), "published": _("month of publication"), "publisher": _("outlet"),
        "language": _("language"), "group": _("who of them"), "measure": _("at one time or over a period"),
        "counting": _("new or in all"), "part": _("a whole or a part"),
    },
    "part": {"part": _("a part of another figure")},
    "order": {
        "newest": _("newest first"), "oldest": _("oldest first"), "largest": _("largest first"), "smallest": _("smallest first"),
    },
    "format": {
        "csv": _("one table, for spreadsheets"), "xlsx": _("all tables, a sheet each"), "jsonl": _("all tables, a JSON record a line"),
        "parquet": _("one table, for DuckDB, Spark, pandas and polars"), "geojson": _("events and figures with a point, for maps"),
        "hxl": _("figures with HXL tags"), "acled": _("events with ACLED's column names"), "plover": _("events as PLOVER JSON"),
        "ftm": _("followthemoney entities: articles, actors, events"), "report-md": _("the report of one situation, Markdown"),
        "report-html": _("the report of one situation, a page with a map"), "report-docx": _("the report of one situation, a document"),
        "feed": _("an Atom feed of disputes"),
    },
    "table_name": {
        "figures": _("figures"), "events": _("events"), "statements": _("statements"), "agreements": _("agreements"),
        "breaches": _("alleged breaches"), "disputes": _("disputes"),
    },
    "table": {
        "figures": _("how many, of what, according to whom"), "events": _("what happened, where, when, and who says so"),
        "statements": _("who said what about whom"), "agreements": _("what was agreed"),
        "breaches": _("who says that whom broke it: allegations"), "disputes": _("accounts inside one article that differ"),
    },
    "measure": {"stock": _("at one time"), "flow": _("over a period")},
    "counting": {"new": _("new"), "cumulative": _("in all so far")},
    "group": {
        "statement": _("Statements"), "figure": _("Figures"), "event": _("Events"), "agreement": _("Agreements"),
        "dispute": _("Disputes within it"), "damage": _("Damage"), "place": _("Places"), "date_mention": _("Dates"),
        "mention": _("Actors"),
    },
    "source_form": {
        "named": _("named"), "collective": _("a group"), "nominal": _("by a noun"), "pronoun": _("by a pronoun"),
        "elided": _("left out in the sentence"), "continued": _("goes on from the sentence before"), "unstated": _("not said"),
    },
    "damage": {
        "glued": _("words run together"), "glued-and-split": _("a word torn apart and glued to another"),
        "split": _("a word torn apart"), "suffix-leak": _("an ending or order of another language"),
        "stray-punctuation": _("stray punctuation"), "leaked-markup": _("markup of a page"), "doubled": _("said twice"),
        "mojibake": _("letters in the wrong encoding"), "truncated": _("cut off"),
    },
    "site": {
        "country": _("country"), "admin1": _("province or region"), "admin2": _("district"), "city": _("town"),
        "crossing": _("crossing"), "border": _("border"), "camp": _("camp"), "site": _("site"), "region": _("region"),
    },
    "relation": {"on": _("on"), "since": _("since"), "until": _("until"), "before": _("before"), "after": _("after")},
    "calendar": {"hijri": _("Islamic calendar"), "persian": _("Persian calendar"), "buddhist": _("Buddhist calendar")},
    "change": {"changed": _("changed"), "added": _("added"), "gone": _("gone")},
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
