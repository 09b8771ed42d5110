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
    "flag": {
        "damaged": _("the passage is damaged"), "source-doubtful": _("two possible sources"),
        "source-weak": _("the source is uncertain"), "place-inferred": _("the place is inferred"),
        "unit-inferred": _("the unit is inferred"), "derived": _("worked out, not said"), "same-fact": _("counts the same again"),
        "corrected": _("corrected by a person"),
    },
}  # fmt: skip
