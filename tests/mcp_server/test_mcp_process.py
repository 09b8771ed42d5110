"""`kabar mcp` as a client starts it: over standard input and output, and on a port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from in_thread import in_thread
from made import reading
from mcp import Client
from mcp.client.stdio import StdioServerParameters

import kabar

COMMAND = [sys.executable, "-c", "from kabar.cli import main; main()", "mcp"]
ENVIRONMENT = {"PYTHONPATH": str(Path(kabar.__file__).parents[1])}


@pytest.fixture
def filled(target: str) -> str:
    with kabar.open(target) as archive:
        made = reading()
        added = archive.add_article(made.article)
        archive.save_reading(added.version_id, made, kabar_version="1", model="m")
    return target


def asked(server: Any, mode: str = "auto") -> list[str]:
    async def run() -> list[str]:
        async with Client(server, mode=mode) as client:
            found = await client.call_tool("statements", {"actor": "RUS"})
            assert not found.is_error
            return [row["quoted"]["content"] for row in found.structured_content["rows"]]

    return in_thread(run)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_starts_the_server_and_asks_it_over_its_standard_streams(filled: str, mode: str) -> None:
    """With the handshake of the protocol's versions to 2025, and without."""
    server = StdioServerParameters(command=COMMAND[0], args=[*COMMAND[1:], filled], env=ENVIRONMENT)
    assert asked(server, mode) == ["12 people were killed in Ankara on 30 May"]


def test_an_archive_that_is_not_there_is_one_sentence_and_is_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "none.db"
    done = subprocess.run(
        [*COMMAND, str(missing)],
        env=os.environ | ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.startswith(f"kabar: there is no archive '{missing}'") and done.stderr.count("\n") == 1
    assert not missing.exists()


def test_on_a_port_it_answers_this_machine_alone(filled: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([*COMMAND, filled, "--http", str(port)], env=os.environ | ENVIRONMENT)
    url = f"http://127.0.0.1:{port}/mcp"
    try:
        until = time.monotonic() + 60
        while True:
            try:
                refused = httpx.post(url, json={}, headers={"Host": "evil.example"})
                break
            except httpx.TransportError:
                assert time.monotonic() < until and process.poll() is None
                time.sleep(0.1)
        assert refused.status_code in (403, 421)
        assert httpx.post(url, json={}, headers={"Origin": "https://evil.example"}).status_code == 403
        assert asked(url) == ["12 people were killed in Ankara on 30 May"]
    finally:
        process.terminate()
        process.wait(10)
