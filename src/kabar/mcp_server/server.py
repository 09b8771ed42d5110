"""The server: tools and resources of one archive over the Model Context Protocol."""

from __future__ import annotations

import json
import logging
from functools import partial
from typing import Any

import anyio
import anyio.to_thread
import mcp_types as types
import uvicorn
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from pydantic import BaseModel, ValidationError

from kabar import __version__
from kabar.errors import KabarError
from kabar.mcp_server.schema import schema_of
from kabar.mcp_server.tell import Teller
from kabar.mcp_server.told import NOTICE
from kabar.mcp_server.tools import BY_NAME, COMMENT, Tool, article_of, record_of
from kabar.mcp_server.visible import cut
from kabar.store.archive import Archive

INSTRUCTIONS = (
    "An archive of crisis and conflict news, read by kabar into records: who said what about whom, how many according to whom, "
    "what happened where and when, what was agreed and who says it was broken. Start with `overview`. "
    "Every record names its article, the words it was read from and their offsets, how sure it is (confidence) and what makes it "
    "doubtful (doubts). When you report one, name its source and article, keep its bounds ('200,000 or more'), its status "
    "(claimed is not reported) and its doubts, and give its key. Do not average or add up figures; where accounts differ, give "
    "all positions (`disputes`). A machine read these articles and errs: check `quoted` before you rely on a record. "
    + NOTICE
)  # fmt: skip
AT_ONCE = 8
JSON = "application/json"
RESOURCES = (
    types.ResourceTemplate(
        name="record", title="A record", uri_template="kabar://record/{key}", mime_type=JSON,
        description="A record with its evidence, its article and the passage around it.",
    ),
    types.ResourceTemplate(
        name="article", title="The reading of an article", uri_template="kabar://article/{id}", mime_type=JSON,
        description="The first records of an article, with the passages around their evidence.",
    ),
)  # fmt: skip
log = logging.getLogger(__name__)


def make_server(archive: Archive, workbench: str | None = None, who: str | None = None) -> Server[Any]:
    """A server that reads this archive; `workbench` is the address of its pages, to which records then point.

    `who` is the person under whose name a model may comment on records; without one it can only read.
    """
    return _Answers(Teller(archive, workbench.rstrip("/") if workbench else None, who)).server()


def serve_stdio(server: Server[Any]) -> None:
    """Answer on standard input and output until the client goes."""

    async def run() -> None:
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    anyio.run(run)


def serve_http(server: Server[Any], port: int) -> None:
    """Answer on http://127.0.0.1:PORT/mcp; requests that name another host are refused (DNS rebinding)."""
    app = server.streamable_http_app(host="127.0.0.1", json_response=True, stateless_http=True)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


class _Answers:
    """The handlers of one server; the archive is asked in threads, a few at once."""

    def __init__(self, teller: Teller) -> None:
        self.teller = teller
        self.by_name = BY_NAME | ({COMMENT.name: COMMENT} if teller.who else {})
        self.limiter: anyio.CapacityLimiter | None = None

    def server(self) -> Server[Any]:
        return Server(
            "kabar", version=__version__, title="kabar", instructions=INSTRUCTIONS, on_list_tools=self.tools,
            on_call_tool=self.call, on_list_resources=self.resources, on_list_resource_templates=self.templates,
            on_read_resource=self.resource,
        )  # fmt: skip

    async def tools(
        self, _: ServerRequestContext[Any], __: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_listed(tool) for tool in self.by_name.values()])

    async def call(
        self, _: ServerRequestContext[Any], params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        tool = self.by_name.get(params.name)
        if tool is None:
            raise MCPError(
                types.INVALID_PARAMS, f"there is no tool '{params.name[:80]}': use {', '.join(self.by_name)}"
            )
        try:
            given = tool.given.model_validate(params.arguments or {})
            answer = await self._in_thread(tool.run, given)
        except ValidationError as error:
            return _failed(sentence(error, tool))
        except KabarError as error:
            return _failed(str(error))
        except Exception as error:
            log.exception("the tool %s failed", tool.name)
            return _failed(
                f"kabar failed with {type(error).__name__}: please report this with what was asked"
            )
        return types.CallToolResult(
            content=[types.TextContent(text=_json(answer))], structured_content=_plain(answer)
        )

    async def resources(
        self, _: ServerRequestContext[Any], __: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        """None are listed: there are as many as records. The tools give their addresses."""
        return types.ListResourcesResult(resources=[])

    async def templates(
        self, _: ServerRequestContext[Any], __: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=list(RESOURCES))

    async def resource(
        self, _: ServerRequestContext[Any], params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        kind, _slash, name = str(params.uri).removeprefix("kabar://").partition("/")
        opened = {"record": record_of, "article": article_of}.get(kind)
        if opened is None or not str(params.uri).startswith("kabar://"):
            raise MCPError(
                types.INVALID_PARAMS, "resources are kabar://record/KEY and kabar://article/NUMBER"
            )
        try:
            answer = await self._in_thread(opened, name)
        except KabarError as error:
            raise MCPError(types.INVALID_PARAMS, str(error), data={"uri": str(params.uri)[:200]}) from None
        contents = types.TextResourceContents(uri=params.uri, mime_type=JSON, text=_json(answer))
        return types.ReadResourceResult(contents=[contents])

    async def _in_thread(self, asked: Any, given: Any) -> BaseModel:
        if self.limiter is None:
            self.limiter = anyio.CapacityLimiter(AT_ONCE)
        answer: BaseModel = await anyio.to_thread.run_sync(
            partial(asked, self.teller, given), limiter=self.limiter
        )
        return answer


def _listed(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name, title=tool.title, description=tool.help, input_schema=schema_of(tool.given),
        output_schema=schema_of(tool.answer),
        annotations=types.ToolAnnotations(
            read_only_hint=not tool.writes, destructive_hint=False, idempotent_hint=not tool.writes, open_world_hint=False
        ),
    )  # fmt: skip


def _plain(answer: BaseModel) -> dict[str, Any]:
    return answer.model_dump(mode="json", exclude_none=True)


def _json(answer: BaseModel) -> str:
    return json.dumps(_plain(answer), ensure_ascii=False, separators=(",", ":"))


def _failed(sentence: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(text=cut(sentence, 1_000))], is_error=True)


def sentence(error: ValidationError, tool: Tool) -> str:
    """What is wrong with the arguments, in a sentence for the model that sent them."""
    told = []
    for fault in error.errors(include_url=False, include_context=False)[:3]:
        name = str(fault["loc"][0]) if fault["loc"] else "the arguments"
        if fault["type"] == "extra_forbidden":
            told.append(
                f"'{name[:60]}' is no argument of {tool.name}: it takes {', '.join(tool.given.model_fields)}"
            )
        else:
            told.append(f"{name}: {fault['msg'][0].lower()}{fault['msg'][1:]}")
    return "; ".join(told)
