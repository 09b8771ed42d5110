"""/review: what needs a person, one record at a time; /review/log: who decided what, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

import fastapi
from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from kabar.errors import KabarError
from kabar.reconcile.judge import judge
from kabar.store import Archive, ConflictError, Judgement, Query
from kabar.web.access.cookies import set_cookie
from kabar.web.access.viewer import Viewer, needs
from kabar.web.asked import Ask, Asked
from kabar.web.filters import filters, query_of
from kabar.web.page import page, respond
from kabar.web.views.review import LogView, Named, ReviewView, log_view, names, record_view, review_view

router = APIRouter(tags=["review"])

DONE: dict[int | str, dict[str, Any]] = {
    303: {"description": "Decided: go on to the next record"}, 400: {"description": "What was typed makes no sense"},
    403: {"description": "Not with this role"}, 404: {"description": "No such record"},
    409: {"description": "Somebody else decided meanwhile; the answer has both"},
}  # fmt: skip
VERDICTS = {"accept": "right", "reject": "wrong", "comment": "comment"}
Reviewer = Annotated[Viewer, needs("reviewer")]
Kinds = Annotated[
    list[str] | None, fastapi.Query(description="figure, statement, event, agreement, breach, place")
]


@page(router, "/review", "review.html")
def review(
    asked: Ask, query: Annotated[Query, filters("article")], kinds: Kinds = None, after: str | None = None,
    key: str | None = None, done: int | None = None,
) -> ReviewView:  # fmt: skip
    """What needs a person, most valuable first, and the first of it with its text."""
    made = _decision(asked.archive, done) if done is not None else None
    return review_view(
        asked.archive, query, [k for k in kinds or [] if k], after or None, key=key or None, done=made, **_viewer(asked)
    )  # fmt: skip


def _viewer(asked: Asked) -> dict[str, Any]:
    viewer = asked.viewer
    return {"may_decide": viewer.may("reviewer"), "asks_name": not viewer.name, "name": viewer.name}


def _decision(archive: Archive, number: int) -> Judgement | None:
    """A decision by its number."""
    found = archive.judgements.log(before=number + 1, limit=1)
    return found[0] if found and found[0].id == number else None


@page(router, "/review/log", "review_log.html")
def review_log(
    asked: Ask, who: str | None = None, verdict: str | None = None, kind: str | None = None, key: str | None = None,
    before: Annotated[int | None, fastapi.Query(ge=1, lt=2**63)] = None,
) -> LogView:  # fmt: skip
    """Every decision with who and when; rows are only ever added."""
    return log_view(asked.archive, who or None, verdict or None, kind or None, key or None, before)


@router.get(
    "/review/names.json", summary="Actors or places by a part of their name", response_model=list[Named]
)
def review_names(
    asked: Ask, text: Annotated[str, fastapi.Query(max_length=200)], kind: str = "actor"
) -> Sequence[Named]:
    """Names for the fields of the form."""
    return names(asked.archive, kind, text)


async def _form(request: Request) -> FormData:
    """The form, read by the time the page's function runs in its thread."""
    return await request.form()


Form = Annotated[FormData, Depends(_form)]


def _text(form: FormData, name: str, most: int = 4_000) -> str:
    value = form.get(name, "")
    if not isinstance(value, str) or len(value) > most:
        raise KabarError(f"{name} is a text of at most {most} characters")
    return value.strip()


def _number(form: FormData, name: str) -> int | None:
    value = _text(form, name, 20)
    if not value:
        return None
    if not value.isdecimal():
        raise KabarError(f"{name} is a number, not '{value}'")
    return int(value)


def _changed(form: FormData) -> dict[str, list[str]]:
    """The fields that the person changed: what was shown in them stands beside them in the form.

    A field that was left as it was is not sent, so that it does not take back what somebody else corrected meanwhile.
    """
    found = {}
    for name in form.getlist("fields"):
        now = [v for v in form.getlist(f"field-{name}") if isinstance(v, str) and v.strip()]
        was = [v for v in form.getlist(f"was-{name}") if isinstance(v, str)]
        if now != was:
            found[str(name)] = now
    return found


def _given(changed: Mapping[str, Sequence[str]], many: set[str]) -> dict[str, object]:
    return {n: list(v) if n in many else v[0] if v else None for n, v in changed.items()}


@router.post("/review/records/{key}", summary="Decide about a record", responses=DONE, status_code=303)
def decide(asked: Ask, key: str, form: Form, viewer: Reviewer) -> Response:
    """Accept, reject, correct or comment on a record.

    The form: `action` (accept, reject, correct, comment), `seen` (the last decision about the record that was seen, 0 for none),
    `why`, `who` where there are no accounts, and of a correction `fields` with `field-NAME` and `was-NAME`; `filters`, `kinds`
    and `after` lead to the next record.
    """
    changed = _changed(form)
    who = viewer.name or _text(form, "who", 64)
    try:
        number = _decide(asked.archive, key, form, changed, who)
    except ConflictError as error:
        return _again(asked, key, form, changed, 409, fault=str(error), conflict=error.other)
    except KabarError as error:
        return _again(asked, key, form, changed, 400, fault=str(error))
    comment = _text(form, "action") == "comment"
    answer = RedirectResponse(_next(form, number, key if comment else None), 303)
    if viewer.kind == "local" and not viewer.name:
        answer.headers.append("Set-Cookie", set_cookie("name", who, secure=False))
    return answer


def _decide(
    archive: Archive, key: str, form: FormData, changed: Mapping[str, Sequence[str]], who: str
) -> int:
    action, why, seen = _text(form, "action"), _text(form, "why"), _number(form, "seen")
    if not who or not who.isprintable():
        raise KabarError("a decision is somebody's: give your name")
    if action == "correct":
        many = {f.entry.name for f in record_view(archive, key).fields if f.entry.many}
        return archive.judgements.correct(key, _given(changed, many), who=who, why=why, seen=seen)
    if action not in VERDICTS:
        raise KabarError(f"there is no action '{action}': use accept, correct, reject or comment")
    if changed and action == "accept":
        raise KabarError(
            "you changed fields: save the correction, or put them back before you accept the record"
        )
    return judge(archive, VERDICTS[action], [key], who=who, why=why, seen=seen)  # type: ignore[arg-type]


@router.post(
    "/review/decisions/{number}/undo", summary="Take a decision back", responses=DONE, status_code=303
)
def undo(asked: Ask, number: int, form: Form, viewer: Reviewer) -> Response:
    """Take a decision back; the record waits again."""
    who = viewer.name or _text(form, "who", 64)
    found = _decision(asked.archive, number)
    if found is None:
        raise HTTPException(404, f"there is no decision {number}")
    try:
        asked.archive.judgements.undo(number, who=who, seen=_number(form, "seen"))
    except ConflictError as error:
        return _again(asked, found.key, form, {}, 409, fault=str(error), conflict=error.other)
    except KabarError as error:
        return _again(asked, found.key, form, {}, 400, fault=str(error))
    return RedirectResponse(_next(form, None, found.key), 303)


def _queue(form: FormData) -> tuple[str, list[str], str]:
    kinds = [k for k in form.getlist("kinds") if isinstance(k, str) and k]
    return _text(form, "filters"), kinds, _text(form, "after", 80)


def _next(form: FormData, done: int | None, key: str | None) -> str:
    """Where the queue goes on: a decided record is out of it."""
    written, kinds, after = _queue(form)
    more: list[tuple[str, str]] = [("kinds", k) for k in kinds]
    more += [("after", after)] if after else []
    more += [("key", key)] if key else []
    more += [("done", str(done))] if done is not None else []
    query = "&".join(filter(None, (written, urlencode(more))))
    return f"/review?{query}" if query else "/review"


def _again(
    asked: Asked, key: str, form: FormData, changed: Mapping[str, Sequence[str]], status: int, **told: Any
) -> Response:
    """The same record once more, with what was typed and what somebody else did meanwhile."""
    written, kinds, after = _queue(form)
    query = query_of(dict(parse_qsl(written)))
    record = record_view(asked.archive, key, _text(form, "at", 80) or None, changed, _text(form, "why"))
    viewer = _viewer(asked) | {"name": asked.viewer.name or _text(form, "who", 64)}
    view = review_view(asked.archive, query, kinds, after or None, record=record, **viewer, **told)
    return respond(asked, "review.html", view, status)
