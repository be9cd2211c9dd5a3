"""A Hugging Face Hub in one thread, for the unmodified clients to talk to.

It answers what `datasets`, `huggingface_hub` and `transformers` ask, from
files in memory, keeps a log, and can fail in the ways that networks do.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Literal, Self
from urllib.parse import parse_qs, unquote, urlsplit

Files = dict[str, bytes]
Headers = dict[str, str]

API = re.compile(
    r"/api/(?P<kind>datasets|models)/(?P<id>[^/]+/[^/]+)"
    r"(?:/(?P<call>revision|tree|paths-info)/(?P<revision>[^/]+)"
    r"(?:/(?P<file>.+))?)?"
)
RESOLVE = re.compile(
    r"/(?:(?P<kind>datasets)/)?(?P<id>[^/]+/[^/]+)"
    r"/resolve/(?P<revision>[^/]+)/(?P<file>.+)"
)
# The public Hub keeps these on another host, and redirects to it.
LARGE = (".parquet", ".safetensors")


@dataclass(frozen=True)
class Request:
    """One line of the log; ``sent`` counts the bytes of the body."""

    method: str
    path: str
    range: str | None
    sent: int


@dataclass(frozen=True)
class Fault:
    """How to fail, and for which paths."""

    kind: Literal["500", "hang", "truncate"]
    prefix: str = "/"


@dataclass
class HubServer:
    """The repositories, and the thread that serves them while it is entered.

    Attributes
    ----------
    repositories
        ``{("datasets", "owner/name"): {"main": {"README.md": b"..."}}}``.
    gated
        The names of those that ask for an agreement first.
    """

    repositories: dict[tuple[str, str], dict[str, Files]]
    gated: set[str] = field(default_factory=set)
    fault: Fault | None = None
    log: list[Request] = field(default_factory=list)
    port: int = 0
    large_files: dict[str, bytes] = field(default_factory=dict)
    released: Event = field(default_factory=Event)

    def __enter__(self) -> Self:
        """Listen; after a stop, at the same port as before."""
        self._server = _Server(("127.0.0.1", self.port), _Handler)
        self._server.hub = self
        self.port = self._server.server_port
        self.released.clear()
        Thread(target=self._server.serve_forever, args=(0.02,)).start()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop listening, and let the requests that hang go."""
        self.released.set()
        self._server.shutdown()
        self._server.server_close()

    @contextmanager
    def down(self) -> Iterator[None]:
        """Refuse all connections for a while."""
        self.__exit__()
        try:
            yield
        finally:
            self.__enter__()

    @property
    def url(self) -> str:
        """What HF_ENDPOINT must be."""
        return f"http://127.0.0.1:{self.port}"

    def data_requests(self) -> list[Request]:
        """Return the requests for the contents of large files."""
        return [
            line
            for line in self.log
            if line.method == "GET" and line.path.startswith("/cdn/")
        ]


def commit_of(files: Files) -> str:
    """Return the name of a state of a repository, 40 hexadecimal digits."""
    state = hashlib.sha1()
    for path, content in sorted(files.items()):
        state.update(path.encode() + b"\0" + content)
    return state.hexdigest()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    hub: HubServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = self.server.hub.fault
        if fault is not None and not path.startswith(fault.prefix):
            fault = None
        if fault is not None and fault.kind == "hang":
            self.server.hub.released.wait()
            self.close_connection = True
        elif fault is not None and fault.kind == "500":
            self._send(500, b"out of order")
        elif path.startswith("/cdn/"):
            content = self.server.hub.large_files[path.split("/")[2]]
            self._send_part(content, {}, cut=fault is not None)
        elif found := API.fullmatch(path):
            self._answer_api(found, body)
        elif found := RESOLVE.fullmatch(path):
            self._answer_resolve(found)
        else:
            self._send(404, b"no such page")

    do_HEAD = do_POST = do_CONNECT = do_GET  # noqa: N815

    def _files(self, found: re.Match[str]) -> Files | None:
        """Return the files asked for, or answer why there are none."""
        hub, name = self.server.hub, found["id"]
        revisions = hub.repositories.get((found["kind"] or "models", name))
        wanted = unquote(found["revision"] or "main")
        if name in hub.gated:
            self._refuse("GatedRepo", 401)
        elif revisions is None:
            self._refuse("RepoNotFound", 401)
        else:
            for revision, files in revisions.items():
                if wanted in (revision, commit_of(files)):
                    return files
            self._refuse("RevisionNotFound")
        return None

    def _answer_api(self, found: re.Match[str], body: bytes) -> None:
        files = self._files(found)
        if files is None:
            return
        if found["call"] == "paths-info":
            asked = parse_qs(body.decode())["paths"]
            self._send_json([e for e in _entries(files) if e["path"] in asked])
        elif found["call"] == "tree":
            folder = unquote(found["file"] or "")
            recursive = "recursive=true" in self.path.lower()
            listing = _listing(files, folder, recursive)
            if listing or not folder:
                self._send_json(listing)
            else:
                self._refuse("EntryNotFound")
        else:
            self._send_json(
                {
                    "id": found["id"],
                    "sha": commit_of(files),
                    "siblings": [{"rfilename": path} for path in files],
                }
            )

    def _answer_resolve(self, found: re.Match[str]) -> None:
        files = self._files(found)
        if files is None:
            return
        path = unquote(found["file"])
        commit = {"X-Repo-Commit": commit_of(files)}
        if path not in files:
            self._refuse("EntryNotFound", headers=commit)
        elif path.endswith(LARGE):
            content = files[path]
            key = hashlib.sha256(content).hexdigest()
            self.server.hub.large_files[key] = content
            place = f"http://localhost:{self.server.server_port}/cdn/{key}"
            linked = {"Location": place, "X-Linked-Etag": f'"{key}"'}
            size = {"X-Linked-Size": str(len(content))}
            self._send(302, b"", commit | linked | size)
        else:
            etag = hashlib.sha1(files[path]).hexdigest()
            self._send_part(files[path], commit | {"ETag": f'"{etag}"'})

    def _send_part(
        self, content: bytes, headers: Headers, *, cut: bool = False
    ) -> None:
        status, accept = 200, {"Accept-Ranges": "bytes"}
        asked = re.fullmatch(
            r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")
        )
        if asked:
            first = int(asked[1])
            last = min(int(asked[2] or len(content)), len(content) - 1)
            accept["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
            status, content = 206, content[first : last + 1]
        self._send(status, content, headers | accept, cut=cut)

    def _send_json(self, answer: object) -> None:
        kind = {"Content-Type": "application/json"}
        self._send(200, json.dumps(answer).encode(), kind)

    def _refuse(
        self, code: str, status: int = 404, headers: Headers | None = None
    ) -> None:
        reason = {"X-Error-Code": code, "X-Error-Message": code}
        self._send(status, b"", reason | (headers or {}))

    def _send(
        self,
        status: int,
        content: bytes,
        headers: Headers | None = None,
        *,
        cut: bool = False,
    ) -> None:
        """Send an answer; ``cut`` promises it all, and stops on the way.

        Whoever resumes after the first 100 bytes gets nothing more.
        """
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        sent = b"" if self.command == "HEAD" else content
        if cut:
            sent = b"" if "Range" in self.headers else sent[:100]
            self.close_connection = True
        self.server.hub.log.append(
            Request(
                self.command,
                unquote(urlsplit(self.path).path),
                self.headers.get("Range"),
                len(sent),
            )
        )
        self.wfile.write(sent)

    def log_message(self, *args: object) -> None:
        """Keep quiet; the log of the hub has it."""


def _entries(files: Files) -> list[dict[str, object]]:
    """Return what the Hub says about each file and each folder."""
    entries: list[dict[str, object]] = []
    for path, content in files.items():
        oid = hashlib.sha1(content).hexdigest()
        entry = {"type": "file", "path": path, "size": len(content)}
        lfs = {
            "oid": hashlib.sha256(content).hexdigest(),
            "size": len(content),
            "pointerSize": 134,
        }
        large = {"lfs": lfs} if path.endswith(LARGE) else {}
        entries.append(entry | {"oid": oid} | large)
    for folder in sorted({p for f in files for p in _parents(f)}):
        entries.append({"type": "directory", "path": folder, "oid": "0" * 40})
    return entries


def _parents(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[: i + 1]) for i in range(len(parts))]


def _listing(
    files: Files, folder: str, recursive: bool
) -> list[dict[str, object]]:
    inside = f"{folder}/" if folder else ""
    return [
        entry
        for entry in _entries(files)
        if (path := str(entry["path"])).startswith(inside)
        and (recursive or "/" not in path[len(inside) :])
    ]
