"""kabar accounts, as a user meets it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

from doors import HERE, PASSWORD, PUBLIC, at, create_app, sign_in
from typer.testing import CliRunner

import kabar
from kabar.cli import app
from kabar.errors import KabarError

COMMAND = [sys.executable, "-c", "from kabar.cli import main; main()", "accounts"]


def accounts(target: str, *arguments: str, given: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(app, ["accounts", *arguments, "--from", target], input=given)
    return done.exit_code, str(done.exception) if isinstance(done.exception, KabarError) else done.output


def test_an_account_is_made_and_opens_the_door(target: str) -> None:
    assert accounts(target, "add", "Ana", "--role", "admin", given=f"{PASSWORD}\n") == (
        0,
        "ana may sign in as admin\n",
    )
    create_app(target, PUBLIC).state.archive.close()
    with at(target) as door:
        assert sign_in(door, "ana").status_code == 303
    status, told = accounts(target, "list")
    assert (status, told.startswith("ana: admin, since 2")) == (0, True)
    assert accounts(target, "add", "ana", given=f"{PASSWORD}\n") == (
        1,
        "there is an account 'ana' already: give another name",
    )


def test_what_is_wrong_is_told_in_a_sentence(target: str) -> None:
    assert "15 characters at least" in accounts(target, "add", "ana", given="short\n")[1]
    assert "no role 'root'" in accounts(target, "add", "ana", "--role", "root", given=f"{PASSWORD}\n")[1]
    assert "no account 'ben'" in accounts(target, "password", "ben", given=f"{PASSWORD}\n")[1]
    assert "no account 'ben'" in accounts(target, "role", "ben", "admin")[1]
    assert "there is no archive" in accounts("nowhere.db", "list")[1]


def test_an_account_has_its_life(target: str) -> None:
    accounts(target, "add", "ana", "--role", "admin", given=f"{PASSWORD}\n")
    assert "the last admin" in accounts(target, "close", "ana")[1]
    accounts(target, "add", "ben", given=f"{PASSWORD}\n")
    assert accounts(target, "role", "ben", "reviewer") == (0, "ben is reviewer now\n")
    status, made = accounts(target, "token", "ben", "--for", "script", "--scope", "read", "--scope", "review")
    with kabar.open(target) as archive:
        found = archive.people.token(made.strip())
    assert status == 0 and found is not None and found[1] == ("read", "review")
    assert accounts(target, "tokens", "ben")[1] == "    1 script: read review\n"
    accounts(target, "revoke", "ben", "1")
    assert accounts(target, "tokens", "ben")[1] == "    1 script: read review (revoked)\n"
    accounts(target, "close", "ben")
    assert "ben: reviewer, since" in accounts(target, "list")[1] and "(closed)" in accounts(target, "list")[1]
    accounts(target, "reopen", "ben")
    accounts(target, "password", "ben", given="another few words entirely\n")
    with at(target) as door:
        assert sign_in(door, "ben").status_code == 401
        assert sign_in(door, "ben", "another few words entirely").status_code == 303


def test_at_a_terminal_the_password_is_asked_for_twice_and_not_shown(target: str) -> None:
    main, side = pty.openpty()
    running = subprocess.Popen(
        [*COMMAND, "add", "ana", "--from", target],
        stdin=side,
        stdout=side,
        stderr=side,
        start_new_session=True,
    )
    os.close(side)
    told = b""
    for prompt in (b"Password: ", b"confirmation: "):
        while prompt not in told:
            told += os.read(main, 1_000)
        os.write(main, f"{PASSWORD}\n".encode())
    assert running.wait(60) == 0
    told += os.read(main, 1_000)
    os.close(main)
    assert b"ana may sign in as reader" in told and PASSWORD.encode() not in told


def test_the_server_does_not_start_for_others_without_an_account(target: str) -> None:
    command = [
        sys.executable,
        "-c",
        "from kabar.cli import main; main()",
        "serve",
        target,
        "--host",
        "0.0.0.0",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(
        "kabar: others can reach 0.0.0.0 and this archive has no account that is open: make one with"
    )
    assert HERE not in done.stderr and "Traceback" not in done.stderr
