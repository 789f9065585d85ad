"""How fast the script is: a table, ratios first, against others in the same run.

The events are of the recorded size, a StasisStart and a StasisEnd for each channel, and come from a
stand-in that only writes bytes; the api-docs are those of a real Asterisk. Each program writes to a
file, and the clock ends at its last line there: a thread may have read everything long before.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import requests

import ari
from tests.lab import LAB, REPOSITORY
from tests.lab.asterisk import Asterisk
from tests.lab.client import running as in_thread
from tests.lab.needs import Unavailable
from tests.lab.process import heed_ctrl_c, plain_environment
from tests.lab.standin import HANDLED, StandIn, channel, frame, stasis

PEERS = LAB / "peers"
INSTALLED = REPOSITORY / ".peers"
SCRIPT = [sys.executable, str(REPOSITORY / "channel_dump.py"), "--url"]
AUTH = ("asterisk", "asterisk")

#: After how many seconds without a line a program has printed its last one, and how many bytes that
#: it has printed may still be in its buffer then.
QUIET, BUFFER = 0.3, 8192

#: What the script is measured against: what is installed for it, and its command.
OTHERS = {
    "a bare recv() loop on websocket-client": ("", [sys.executable, "bare_recv.py"]),
    "aioari 0.10.2": ("aioari", [sys.executable, "aioari_dump.py"]),
    "aioari 0.10.2 that shows each line at once": (
        "aioari",
        [sys.executable, "-u", "aioari_dump.py"],
    ),
    "node's ari-client 2.2.0": ("ari-client", ["node", "ari_client_dump.js"]),
    "ari-py 0.1.3 on Python 2.7": ("ari-py", ["python2.7", "ari_py_dump.py"]),
}

#: The same requests, by what sends them.
REQUESTS = {
    "": ("", [sys.executable, "requests_ari.py"]),
    "a requests.Session": ("", [sys.executable, "requests_plain.py"]),
    "aioari 0.10.2": ("aioari", [sys.executable, "requests_aioari.py"]),
    "node's ari-client 2.2.0": ("ari-client", ["node", "requests_ari_client.js"]),
}

#: What no program can do without: the imports, and the requests up to the first line.
LEAST = """
import sys, requests, websocket
session = requests.Session()
session.auth = ("asterisk", "asterisk")
for path in sys.argv[2:]:
    session.get(sys.argv[1] + path).json()
print(flush=True)
"""
#: A program as the tutorials have it: a handler on each channel that comes, which nobody closes.
HANDLERS = """
import sys, ari
def entered(channels, event):
    channels["channel"].on_event("StasisEnd", left)
    channels["channel"].on_event("ChannelDtmfReceived", left)
def left(channel, event):
    pass
client = ari.connect(sys.argv[1], "asterisk", "asterisk")
client.on_channel_event("StasisStart", entered)
client.on_event(sys.argv[2], lambda event: print(flush=True))
client.run("channel-dump")
"""
IMPORTS = "import requests, websocket; print(flush=True)"


def main() -> None:
    """Measure one after the other."""
    report("", f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    try:
        docs = api_docs()
    except Unavailable as error:
        sys.exit(f"no real Asterisk to take the api-docs from: {error}")
    requests_in_turn()
    for measure in (speeds, start, memory, handlers, memory_of_handlers, listing, latency):
        measure(docs)


def report(ratio: str, text: str) -> None:
    """Print a line of the table."""
    print(f"{ratio:>7}  {text}", flush=True)


def spread(values: list[float], unit: float = 1) -> str:
    """The median and the range of the values."""
    low, middle, high = (
        f"{one / unit:,.0f}" for one in (min(values), statistics.median(values), max(values))
    )
    return f"{middle} ({low} to {high})"


def ratio(ours: list[float], theirs: list[float]) -> str:
    """The median of the ratios of each round, since a machine's speed varies."""
    return f"{statistics.median(a / b for a, b in zip(ours, theirs)):.2f} x"


def api_docs() -> dict[str, Any]:
    """The api-docs of a real Asterisk, by their paths."""
    with Asterisk() as asterisk:

        def get(path: str) -> Any:
            return requests.get(f"{asterisk.url}/ari{path}", auth=AUTH).json()

        resources = "/api-docs/resources.json"
        paths = [api["path"].format(format="json") for api in get(resources)["apis"]]
        return {path: get(path) for path in (resources, *paths)}


@contextlib.contextmanager
def serving(docs: dict[str, Any]) -> Iterator[StandIn]:
    """A new stand-in with these api-docs, which name its address: others take it from there."""
    with StandIn() as standin:
        for path, one in docs.items():
            standin.answers["GET", path] = (200, {**one, "basePath": f"{standin.url}/ari"})
        yield standin


@contextlib.contextmanager
def running(
    command: list[str], output: int | IO[bytes], library: Path = INSTALLED
) -> Iterator[subprocess.Popen[bytes]]:
    """A program that is ended, as with Ctrl+C, when it has been measured."""
    paths = {"PYTHONPATH": str(library), "NODE_PATH": str(library / "node_modules")}
    with subprocess.Popen(
        command,
        stdout=output,
        stderr=subprocess.DEVNULL,
        env={**plain_environment(), **paths},
        cwd=PEERS,
        preexec_fn=heed_ctrl_c,
    ) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)


def frames(channels: int) -> bytes:
    """The events of so many channels that enter and leave."""
    return b"".join(map(frame_of, (event for n in range(channels) for event in events(n))))


def events(number: int) -> tuple[Any, Any]:
    """What Asterisk sends of a channel that enters and leaves."""
    more = {"asterisk_id": "02:fc:00:00:00:01"}
    one = channel(number)
    return stasis("StasisStart", one, args=[], **more), stasis("StasisEnd", one, **more)


def frame_of(event: Any) -> bytes:
    """An event as bytes, written as Asterisk does."""
    return frame(json.dumps(event, separators=(",", ":")).encode())


def speeds(docs: dict[str, Any], rounds: int = 9, channels: int = 10_000) -> None:
    """Events per second, beside each of the others; all take turns."""
    others = {name: program for name, program in OTHERS.items() if is_installed(*program)}
    data = frames(channels)
    found: dict[str, list[float]] = {name: [] for name in ("", *others)}
    for _ in range(rounds):
        for name, (folder, command) in {"": ("", SCRIPT), **others}.items():
            seconds, printed = handle(docs, command, INSTALLED / folder, data)
            assert printed.count(b"has entered") == printed.count(b"has left") == channels, name
            found[name].append(2 * channels / seconds)
    for name in others:
        report(
            ratio(found[""], found[name]), f"the events per second of {name}: {spread(found[name])}"
        )
    report("", f"events per second of the script: {spread(found[''])}")
    for name in OTHERS.keys() - others:
        report("", f"not installed, so not measured: {name}")


def requests_in_turn(rounds: int = 7, number: int = 1_000) -> None:
    """Requests per second to a real Asterisk, one after another; all programs take turns."""
    programs = {name: program for name, program in REQUESTS.items() if is_installed(*program)}
    found: dict[str, list[list[float]]] = {name: [] for name in programs}
    with Asterisk() as asterisk:
        for _ in range(rounds):
            for name, (folder, command) in programs.items():
                library = INSTALLED / folder if name else REPOSITORY
                with running([*command, asterisk.url, str(number)], subprocess.PIPE, library) as it:
                    assert it.stdout
                    seconds = it.stdout.read().split()[-2:]  # node's has warnings before
                found[name].append([number / float(one) for one in seconds])
    for at, kind in enumerate(("GETs", "POSTs")):
        rates = {name: [one[at] for one in found[name]] for name in found}
        for name in [*rates][1:]:
            compared = ratio(rates[""], rates[name])
            report(compared, f"the {kind} per second of {name}: {spread(rates[name])}")
        report("", f"{kind} per second of ari: {spread(rates[''])}")


def is_installed(folder: str, command: list[str]) -> bool:
    """Whether this library, and what runs it, are installed."""
    if not (INSTALLED / folder).exists() or not shutil.which(command[0]):
        return False
    return not subprocess.run([command[0], "--version"], capture_output=True).returncode


def handle(
    docs: dict[str, Any], command: list[str], library: Path, data: bytes
) -> tuple[float, bytes]:
    """The seconds that a program takes for these events, and what it prints."""
    with serving(docs) as standin, tempfile.TemporaryFile() as output:
        with running([*command, standin.url], output, library):
            # What follows goes past the stand-in's own writes, such as its answer to a ping.
            wait = standin.wait_until_settled if SCRIPT[1] in command else standin.wait_for
            wait()
            begin = time.perf_counter()
            standin.flood(data)
            end, size = last_growth(output)
        output.seek(0)
        printed = output.read()
        assert len(printed) - size <= BUFFER, command
        return end - begin, printed


def last_growth(output: IO[bytes], quiet: float = QUIET) -> tuple[float, int]:
    """When a program's output has grown for the last time, and its size since then."""
    size, when = 0, time.perf_counter()
    while time.perf_counter() < when + quiet:
        time.sleep(0.001)
        if os.fstat(output.fileno()).st_size > size:
            size, when = os.fstat(output.fileno()).st_size, time.perf_counter()
    return when, size


def start(docs: dict[str, Any], rounds: int = 15) -> None:
    """The time to the first line, beside the part of it that no program can save."""
    ours, least, imports = [], [], []
    with serving(docs) as standin:
        with running([*SCRIPT, standin.url], subprocess.DEVNULL):
            standin.wait_for()
        paths = [path.removeprefix("GET ") for path in standin.paths]
        needed = paths[: paths.index("/ari/channels") + 1]
        for _ in range(rounds):
            ours.append(first_line(*SCRIPT, standin.url))
            least.append(first_line(sys.executable, "-c", LEAST, standin.url, *needed))
            imports.append(first_line(sys.executable, "-c", IMPORTS))
    report(ratio(ours, least), "the time to the first line of imports and requests alone:")
    report("", f"{spread(ours, 0.001)} ms; the imports alone are {ratio(imports, ours)} that")
    for path in paths:
        report("", f"  {'GET' if path in needed else 'then GET'} {path}")


def first_line(*command: str) -> float:
    """Seconds from a program's start to its first line."""
    begin = time.perf_counter()
    with running(list(command), subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        return time.perf_counter() - begin


def memory(docs: dict[str, Any]) -> None:
    """The peak memory after few and after many events, and while many wait."""
    few = peak_memory(docs, frames(1_000), 5)
    many = peak_memory(docs, frames(1_000), 100)
    report(f"{many / few:.2f} x", "the peak memory of 10,000 events after 200,000:")
    report("", f"{few / 1024:.1f} MiB, and {many / 1024:.1f} MiB")
    data = frames(20_000)
    waiting = peak_memory(docs, data, 1)
    size = len(data) / 2**20
    report("", f"{waiting / 1024:.1f} MiB where {size:.1f} MiB of events come at once, and wait")


def peak_memory(docs: dict[str, Any], data: bytes, times: int) -> int:
    """The peak memory of the script, in KiB, for these events, repeated this often."""
    with contextlib.ExitStack() as stack:
        standin = stack.enter_context(serving(docs))
        output = stack.enter_context(tempfile.TemporaryFile())
        process = stack.enter_context(running([*SCRIPT, standin.url], output))
        standin.wait_until_settled()
        for _ in range(times):
            standin.flood(data)
            last_growth(output, 0.05)
        return peak(process)


def peak(process: subprocess.Popen[bytes]) -> int:
    """The most memory that a process took so far, in KiB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1])


def handlers(docs: dict[str, Any], few: int = 10, many: int = 20_000, rounds: int = 5) -> None:
    """The time of an event where many channels have a handler, beside few; and to register them."""
    with serving(docs) as standin:
        alone = [event_with_handlers(standin, few)[1] for _ in range(rounds)]
        crowded, registering = [], []
        for _ in range(rounds):
            registered, each = event_with_handlers(standin, many)
            crowded.append(each)
            registering.append(registered)
    report(ratio(crowded, alone), f"an event with a handler on {many:,} channels, of one on {few}:")
    report("", f"{spread(crowded, 1e-6)} us, and {spread(alone, 1e-6)} us")
    report("", f"registering them: {statistics.median(registering):.2f} s")


def event_with_handlers(standin: StandIn, number: int, times: int = 20_000) -> tuple[float, float]:
    """The seconds to register a handler on so many channels, and of an event about one of them."""
    client = ari.connect(standin.url, *AUTH)
    channels = [ari.Channel(client, channel(one)) for one in range(number)]
    begin = time.perf_counter()
    for one in channels:
        one.on_event("ChannelVarset", lambda *_: None)
    registered = time.perf_counter() - begin
    data = frame_of(stasis("ChannelVarset", channel(number - 1), variable="a", value="b"))
    with in_thread(client):
        standin.wait_until_settled()
        standin.flood(data * 100)
        standin.handled()
        begin = time.perf_counter()
        standin.flood(data * times)
        standin.handled()
        took = time.perf_counter() - begin
    standin.wait_for(connected=False)
    return registered, took / times


def memory_of_handlers(docs: dict[str, Any], calls: int = 200_000) -> None:
    """The memory after a tenth of so many calls, each with a handler of its own, and after all."""
    few = peak_of_handlers(docs, 1, calls // 10)
    many = peak_of_handlers(docs, 10, calls // 10)
    report(f"{many / few:.2f} x", f"the peak memory of {calls // 10:,} calls with a handler each")
    report("", f"after {calls:,}: {few / 1024:.1f} MiB, and {many / 1024:.1f} MiB")


def peak_of_handlers(docs: dict[str, Any], times: int, calls: int) -> int:
    """The most memory, in KiB, of a program with a handler on each of so many calls, so often."""
    with contextlib.ExitStack() as stack:
        standin = stack.enter_context(serving(docs))
        command = [sys.executable, "-c", HANDLERS, standin.url, HANDLED]
        process = stack.enter_context(running(command, subprocess.PIPE, REPOSITORY))
        assert process.stdout
        standin.wait_until_settled()
        for begin in range(0, times * calls, 5_000):
            numbers = range(begin, begin + 5_000)
            standin.flood(b"".join(frame_of(one) for n in numbers for one in call(n)))
            standin.flood(frame_of({"type": HANDLED}))
            process.stdout.readline()
        return peak(process)


def call(number: int) -> tuple[Any, Any, Any]:
    """What a real Asterisk sends of a call that hangs up inside the application."""
    start, end = events(number)
    return start, {**end, "type": "ChannelHangupRequest", "soft": True, "cause": 16}, end


def listing(docs: dict[str, Any], rounds: int = 5, channels: int = 5_000) -> None:
    """The time of channels.list(), beside that of the request alone."""
    ours, theirs = [], []
    with serving(docs) as standin, requests.Session() as session:
        standin.channels = [channel(number) for number in range(channels)]
        client = ari.connect(standin.url, *AUTH)
        client.channels.list()
        for _ in range(rounds):
            begin = time.perf_counter()
            client.channels.list()
            between = time.perf_counter()
            session.get(f"{standin.url}/ari/channels", auth=AUTH).json()
            ours.append(between - begin)
            theirs.append(time.perf_counter() - between)
    report(ratio(ours, theirs), f"the time of the request alone to list {channels:,} channels:")
    report("", f"{spread(ours, 0.001)} ms")


def latency(docs: dict[str, Any], per_second: int = 100, seconds: int = 5) -> None:
    """The time from an event's bytes to its line."""
    took = []
    with serving(docs) as standin, running([*SCRIPT, standin.url], subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        standin.wait_until_settled()
        begin = time.perf_counter()
        for number in range(per_second * seconds // 2):
            for event, lines in zip(events(number), (1 + len(channel(number)), 1)):
                time.sleep(max(0, begin + len(took) / per_second - time.perf_counter()))
                sent = time.perf_counter()
                standin.flood(frame_of(event))
                process.stdout.readline()
                took.append(time.perf_counter() - sent)
                for _ in range(lines - 1):
                    process.stdout.readline()
    middle, late = statistics.median(took), statistics.quantiles(took, n=100)[-1]
    report("", f"from an event's bytes to its line, at {per_second} events per second:")
    report("", f"{1000 * middle:.2f} ms the median, {1000 * late:.2f} ms the 99th percentile")


if __name__ == "__main__":
    main()
