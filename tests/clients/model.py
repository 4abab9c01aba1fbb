"""A stand-in for the model behind a coding agent's program, on loopback: does what a test tells it, and remembers.

It speaks as much of three protocols as the programs need: Anthropic's `/v1/messages`, OpenAI's `/v1/responses` (both as
streams of server-sent events), Google's `generateContent` and its stream.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_SIMPLE = '{"reasoning": "small", "model_choice": "flash", "complexity_reasoning": "small", "complexity_score": 1}'


@dataclass(frozen=True)
class Write:
    """The model wants a file written."""

    path: str
    text: str


@dataclass(frozen=True)
class Call:
    """The model wants a tool of Claude Code to do something."""

    tool: str
    given: str


@dataclass
class Model:
    """Takes one step after the other, each in answer to a request of the agent itself, and then only talks."""

    steps: list[Write | Call] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def heard(self, text: str) -> list[int]:
        """Give the numbers of the requests in which a text stands, however JSON writes it."""
        written = json.dumps(text)[1:-1]
        twice = json.dumps(written)[1:-1]  # within the output of a tool, as JSON in JSON
        return [number for number, body in enumerate(self.requests) if written in body or twice in body]

    def answer(self, path: str, body: dict[str, Any]) -> tuple[str, str]:
        """Give the type and the text of an answer."""
        if "/v1/messages" in path and "count_tokens" not in path:
            tools = {tool.get("name") for tool in body.get("tools", [])}
            return _stream(*_claude(self._next() if "Write" in tools else None))
        if "/responses" in path:
            return _stream(*_codex(self._next_text(), body.get("tools", [])))
        if "streamGenerateContent" in path:
            return "text/event-stream", f"data: {json.dumps(_gemini(self._next_text()))}\n\n"
        if "generateContent" in path:  # which model should answer: a question of the program to a smaller one
            return "application/json", json.dumps(_gemini(None, _SIMPLE))
        return "application/json", "{}"

    def _next(self) -> Write | Call | None:
        return self.steps.pop(0) if self.steps else None

    def _next_text(self) -> Write | None:
        step = self._next()
        assert not isinstance(step, Call)
        return step


@contextmanager
def serving(steps: Sequence[Write | Call] = ()) -> Iterator[Model]:
    """Run a model until the end of the block."""
    model = Model(list(steps))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            self._send("application/json", '{"data": [], "models": []}')

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length") or 0)).decode("utf-8", "replace")
            model.requests.append(raw)
            try:
                body = json.loads(raw)
            except ValueError:
                body = {}
            self._send(*model.answer(self.path, body if isinstance(body, dict) else {}))

        def _send(self, kind: str, text: str) -> None:
            data = text.encode()
            self.send_response(200)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    model.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _stream(*events: dict[str, Any]) -> tuple[str, str]:
    return "text/event-stream", "".join(f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in events)


def _claude(step: Write | Call | None) -> Iterator[dict[str, Any]]:
    usage = {"input_tokens": 1, "output_tokens": 1}
    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": "stub", "content": [], "usage": usage}
    block: dict[str, Any] = {"type": "text", "text": ""}
    delta: dict[str, Any] = {"type": "text_delta", "text": "Done."}
    reason = "end_turn"
    if step:
        call = step if isinstance(step, Call) else _written(step)
        block = {"type": "tool_use", "id": f"toolu_{abs(hash(step))}", "name": call.tool, "input": {}}
        delta, reason = {"type": "input_json_delta", "partial_json": call.given}, "tool_use"
    yield {"type": "message_start", "message": message}
    yield {"type": "content_block_start", "index": 0, "content_block": block}
    yield {"type": "content_block_delta", "index": 0, "delta": delta}
    yield {"type": "content_block_stop", "index": 0}
    yield {"type": "message_delta", "delta": {"stop_reason": reason}, "usage": {"output_tokens": 1}}
    yield {"type": "message_stop"}


def _written(step: Write) -> Call:
    return Call("Write", json.dumps({"file_path": step.path, "content": step.text}))


def _codex(step: Write | None, tools: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    said = {"type": "output_text", "text": "Done.", "annotations": []}
    item: dict[str, Any] = {"type": "message", "id": "m1", "role": "assistant", "content": [said]}
    if step:
        added = "".join(f"+{line}\n" for line in step.text.removesuffix("\n").split("\n"))
        patch = f"*** Begin Patch\n*** Add File: {step.path}\n{added}*** End Patch\n"
        call = {"id": f"c{abs(hash(step))}", "call_id": f"call{abs(hash(step))}"}
        kinds = {tool.get("name"): tool.get("type") for tool in tools}
        if kinds.get("apply_patch") == "custom":
            item = {"type": "custom_tool_call", **call, "name": "apply_patch", "input": patch}
        else:
            given = json.dumps({"cmd": f"apply_patch <<'EOF'\n{patch}EOF"})
            item = {"type": "function_call", **call, "name": "exec_command", "arguments": given}
    usage = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
    yield {"type": "response.created", "response": {"id": "r1"}}
    yield {"type": "response.output_item.done", "output_index": 0, "item": item}
    yield {"type": "response.completed", "response": {"id": "r1", "output": [item], "usage": usage}}


def _gemini(step: Write | None, text: str = "Done.") -> dict[str, Any]:
    part: dict[str, Any] = {"text": text}
    if step:
        part = {"functionCall": {"name": "write_file", "args": {"file_path": step.path, "content": step.text}}}
    usage = {"promptTokenCount": 1, "candidatesTokenCount": 1, "totalTokenCount": 2}
    content = {"role": "model", "parts": [part]}
    return {"candidates": [{"content": content, "finishReason": "STOP", "index": 0}], "usageMetadata": usage}
