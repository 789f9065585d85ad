"""The events' connection: lost, refused, replaced, and what is not lost with it."""

import logging
import re
import sys

import pytest
from conftest import running
from process import eventually
from standin import channel, frame, stasis

import ari


@pytest.fixture(autouse=True)
def short_waits(monkeypatch):
    """Reconnect without much waiting."""
    monkeypatch.setattr("ari.stasis.FIRST_WAIT", 0.02)


@pytest.fixture
def watch(client, calls, caplog):
    """What the client hears of channels, as (type, id, missed), with its log kept."""
    caplog.set_level(logging.INFO, "ari")

    def heard(_, event):
        calls(event["type"], event["channel"]["id"], event.get("missed", False))

    client.on_channel_event("StasisStart", heard)
    client.on_channel_event("StasisEnd", heard)
    return calls


def errors(caplog):
    """The texts of the errors logged."""
    return [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]


def start(number):
    """What is heard when this channel enters."""
    return ("StasisStart", channel(number)["id"], False)


def end(number, missed=False):
    """What is heard when this channel leaves."""
    return ("StasisEnd", channel(number)["id"], missed)


BREAKS = {
    "without a close frame": (lambda standin: standin.cut(), "Asterisk hung up"),
    "with a close frame": (lambda standin: standin.close_socket(), "Asterisk closed it, code 1001"),
    "with no WebSocket frame": (lambda standin: standin.send_raw(b"\xf1\x01x"), "rsv"),
    "with a fragment of nothing": (
        lambda standin: standin.send_raw(frame(b"", 0)),
        "Illegal frame",
    ),
    "with an event in another": (
        lambda standin: standin.send_raw(frame(b"{", last=False) + frame(b"{}")),
        "Illegal frame",
    ),
}


@pytest.mark.parametrize("how", BREAKS)
def test_a_lost_connection_is_made_again(standin, client, watch, caplog, how):
    """One error says why, and what was registered stays registered."""
    break_it, reason = BREAKS[how]
    with running(client):
        standin.wait_for()
        first = standin.sockets
        break_it(standin)
        standin.wait_for(more_than=first)
        standin.enter(channel(1))
        assert watch.next() == start(1)
    (error,) = errors(caplog)
    assert error.startswith("connection to Asterisk lost, reconnecting: ws://127.0.0.1")
    assert reason in error


def test_each_wait_is_twice_the_one_before(standin, client, watch, caplog, monkeypatch):
    """The waits double up to the longest, each is logged, and a success starts them anew."""
    monkeypatch.setattr("ari.stasis.LONGEST_WAIT", 0.1)
    with running(client):
        for _ in range(2):
            standin.wait_for()
            standin.stop()
            eventually(lambda: caplog.text.count("not yet: ") >= 4)
            waits = [one.args[0] for one in caplog.records if one.msg.startswith("next try")]
            ratios = [wait / nominal for wait, nominal in zip(waits, (0.02, 0.04, 0.08, 0.1, 0.1))]
            assert all(1 <= ratio <= 1.2 for ratio in ratios)
            assert len(set(ratios)) > 1, "without jitter"
            caplog.clear()
            standin.start()
            standin.wait_for()
            eventually(lambda: "application channel-dump registered" in caplog.text)


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/events", (404, "<h1>Not Found</h1>")),
        ("/events", (500, {"message": "Loading"})),
        ("/events", (503, "")),
        ("/applications/channel-dump", (500, {"message": "Loading"})),
        ("/applications/channel-dump", (503, "")),
        ("/applications/channel-dump", (200, '{"channel_ids": [')),
        ("/applications/channel-dump", (200, {"name": "channel-dump"})),
    ],
)
def test_an_asterisk_that_is_loading_is_waited_for(standin, client, watch, caplog, path, answer):
    """What a loading Asterisk answers, whole or broken off, counts as not yet there."""
    with running(client):
        standin.wait_for()
        standin.answers["GET", path] = answer
        standin.cut()
        eventually(lambda: caplog.text.count("not yet: ") >= 2)
        del standin.answers["GET", path]
        standin.wait_for()


def test_an_asterisk_that_does_not_answer_is_waited_for(standin, client, watch, caplog):
    """A server that accepts connections and is silent counts as not yet there."""
    client.timeout = (0.05, 1)
    with running(client):
        standin.wait_for()
        with standin.frozen():
            standin.cut()
            eventually(lambda: "not yet" in caplog.text)
        standin.wait_for()


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("path", ["/events", "/applications/channel-dump"])
def test_a_refused_password_ends_run(standin, client, watch, path, status):
    """Where Asterisk is back and refuses the user, run() raises."""
    with pytest.raises(ari.RequestFailed, match=f": {status} "), running(client) as run:
        standin.wait_for()
        standin.answers["GET", path] = (status, {"message": "Go away"})
        standin.cut()
        run.exception(10)


def test_close_ends_a_wait_at_once(standin, client, watch, caplog, monkeypatch):
    """close() does not wait for the next try."""
    monkeypatch.setattr("ari.stasis.FIRST_WAIT", 60)
    with running(client) as run:
        standin.wait_for()
        standin.cut()
        eventually(lambda: "next try in" in caplog.text)
        client.close()
        run.result(10)


def test_a_channel_that_left_in_a_gap_is_reported(standin, client, watch):
    """A channel that left while nobody listened has its StasisEnd afterwards, marked as missed."""
    with running(client):
        standin.wait_for()
        standin.enter(channel(1))
        standin.enter(channel(2))
        standin.leave_unseen(channel(1))
        assert [watch.next(), watch.next(), watch.next()] == [start(1), start(2), end(1, True)]
        standin.leave(channel(2))
        assert watch.next() == end(2)


def test_a_missed_end_has_the_channel_as_it_was_last_seen(standin, client, calls):
    """The StasisEnd that is made up holds what the latest event said of the channel."""
    client.on_channel_event("StasisEnd", calls)
    with running(client):
        standin.wait_for()
        standin.enter(channel(1))
        standin.send(stasis("ChannelVarset", channel(1, state="Busy")))
        standin.ping()
        standin.leave_unseen(channel(1))
        found, event = calls.next()
    assert found.json == channel(1, state="Busy")
    assert (event["application"], event["missed"]) == ("channel-dump", True)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000", event["timestamp"])


def test_a_channel_that_stayed_is_not_announced_again(standin, client, watch):
    """A channel that was inside all the time leaves once, when it leaves."""
    with running(client):
        standin.wait_for()
        standin.enter(channel(1))
        sockets = standin.sockets
        standin.cut()
        standin.wait_for(more_than=sockets)
        standin.ping()
        standin.leave(channel(1))
        assert [watch.next(), watch.next()] == [start(1), end(1)]


def test_a_channel_that_was_inside_before_is_watched_too(standin, client, watch):
    """A channel that was inside before the client came is not announced, but it leaves."""
    other = ari.connect(standin.url, "asterisk", "asterisk")
    with running(other):
        standin.wait_for()
        for number in (1, 2):
            standin.enter(channel(number))
        standin.ping()
    standin.wait_for(connected=False)
    with running(client):
        standin.wait_for()
        standin.ping()
        standin.leave_unseen(channel(1))
        assert watch.next() == end(1, True)
        standin.leave(channel(2))
        assert watch.next() == end(2)


def test_a_channel_that_is_only_subscribed_to_is_not_inside(standin, client, watch):
    """An application's subscription to a channel elsewhere does not make it enter."""
    elsewhere = channel(1, dialplan={**channel(1)["dialplan"], "app_name": "Wait"})
    with running(client):
        standin.wait_for()
        standin.channels.append(elsewhere)
        standin.subscribed.append(elsewhere["id"])
        standin.enter_unseen(channel(2))
        assert watch.next() == ("StasisStart", channel(2)["id"], True)
    assert watch.empty()


def test_a_start_that_was_only_late_is_not_repeated(standin, client, watch):
    """Asterisk's own StasisStart, after one was made up for the same channel, is left out."""
    with running(client):
        standin.wait_for()
        standin.enter_unseen(channel(1))
        assert watch.next() == ("StasisStart", channel(1)["id"], True)
        standin.send(stasis("StasisStart", channel(1)))
        standin.leave(channel(1))
        assert watch.next() == end(1)


def test_a_channel_that_comes_again_has_left_before(standin, client, watch):
    """A channel that left in a gap and is back before that was told has left in between."""
    with running(client):
        standin.wait_for()
        standin.enter(channel(1))
        standin.answers_pings = False
        sockets = standin.sockets
        standin.leave_unseen(channel(1))
        standin.wait_for(more_than=sockets)
        standin.enter(channel(1))
        standin.answer_ping()
        standin.leave(channel(1))
        heard = [watch.next() for _ in range(4)]
    assert heard == [start(1), end(1, True), start(1), end(1)]


def test_news_that_are_under_way_are_not_made_up(standin, client, watch):
    """What Asterisk's own events tell before the answer to the ping is not told twice."""
    with running(client):
        standin.wait_for()
        standin.enter(channel(1))
        standin.answers_pings = False
        sockets = standin.sockets
        standin.leave_unseen(channel(1))
        standin.enter_unseen(channel(3))
        standin.wait_for(more_than=sockets)
        standin.send(stasis("StasisEnd", channel(1)), stasis("StasisStart", channel(3)))
        standin.enter(channel(2))
        standin.answer_ping()
        standin.leave(channel(2))
        heard = [watch.next() for _ in range(5)]
    assert heard == [start(1), end(1), start(3), start(2), end(2)]
    assert watch.empty()


def test_names_with_commas_are_several_applications(standin, client, watch):
    """A text with commas names several applications, as Asterisk takes it."""
    with running(client, "one,two"):
        standin.wait_for("two")
        standin.enter(channel(1), app="two")
        sockets = standin.sockets
        standin.cut()
        standin.wait_for("two", more_than=sockets)
        standin.ping("two")
        standin.leave(channel(1), app="two")
        assert [watch.next(), watch.next()] == [start(1), end(1)]


def test_close_does_not_wait_for_an_answer(standin, client, watch, caplog):
    """close() ends run() while it asks who is inside, and gets no answer."""
    client.timeout = 60
    with running(client) as run:
        standin.wait_for()
        with standin.frozen("/applications/channel-dump"):
            standin.cut()
            eventually(lambda: standin.paths.count("GET /ari/applications/channel-dump") == 2)
            client.close()
            run.result(10)


def test_an_end_that_was_only_late_is_not_repeated(standin, client, watch):
    """Asterisk's own StasisEnd, after one was made up for the same channel, is left out."""
    with running(client):
        standin.wait_for()
        standin.enter(channel(1))
        standin.leave_unseen(channel(1))
        assert [watch.next(), watch.next()] == [start(1), end(1, True)]
        standin.send(stasis("StasisEnd", channel(1)))
        standin.enter(channel(1))
        standin.leave(channel(1))
        assert [watch.next(), watch.next()] == [start(1), end(1)]


def test_a_channel_that_came_in_a_gap_is_reported(standin, client, watch):
    """A channel whose StasisStart was lost has one afterwards, marked as missed."""
    with running(client):
        standin.wait_for()
        standin.enter_unseen(channel(1))
        assert watch.next() == ("StasisStart", channel(1)["id"], True)
        standin.leave(channel(1))
        assert watch.next() == end(1)


def test_after_a_restart_all_have_left(standin, client, watch):
    """An Asterisk that is new has none of the channels: each has left."""
    with running(client):
        standin.wait_for()
        for number in (1, 2):
            standin.enter(channel(number))
            watch.next()
        standin.stop()
        standin.forget_channels()
        standin.start()
        assert [watch.next(), watch.next()] == [end(1, True), end(2, True)]


def test_the_script_prints_a_missed_end(standin, dump):
    """The script prints a line for a channel that left in a gap; its output is the dump alone."""
    script = dump("--url", standin.url)
    standin.wait_for()
    standin.enter(channel(1))
    script.expect("language: en")
    standin.leave_unseen(channel(1))
    assert script.expect("left the application")[-1] == (
        "PJSIP/alice-00000001 has left the application"
    )
    assert script.stop() == 0
    (line,) = script.errors().splitlines()
    assert line.startswith("ERROR:ari.stasis:connection to Asterisk lost, reconnecting: ")


def test_the_script_ends_at_ctrl_c_while_it_reconnects(standin, dump):
    """Ctrl+C ends the script while Asterisk is away, with exit status 0."""
    script = dump("--url", standin.url)
    standin.wait_for()
    standin.stop()
    assert script.stop() == 0
    assert "Traceback" not in script.errors()


def test_a_silent_connection_is_asked_for_a_sign_of_life(standin, client, caplog, monkeypatch):
    """A connection without events stays, as long as pings are answered."""
    monkeypatch.setattr("ari.events.SILENCE", 0.05)
    with running(client):
        standin.wait_for()
        standin.wait_for_pings(3)
    assert errors(caplog) == []


def test_a_dead_connection_is_noticed(standin, client, caplog, monkeypatch):
    """A connection on which even pings are not answered is lost, and made again."""
    monkeypatch.setattr("ari.events.SILENCE", 0.05)
    standin.answers_pings = False
    with running(client):
        standin.wait_for()
        standin.wait_for(more_than=1)
    assert "nothing came for 0.05 s" in errors(caplog)[0]


def test_an_application_that_is_taken_over_ends_run(standin, client, calls):
    """The listeners see the event, then run() raises with the name, and does not reconnect."""
    client.on_event("ApplicationReplaced", calls)
    other = ari.connect(standin.url, "asterisk", "asterisk")
    with pytest.raises(ari.ApplicationReplaced) as caught, running(client) as run:
        standin.wait_for()
        with running(other):
            run.exception(10)
            assert standin.sockets == 2
    assert caught.value.application == "channel-dump"
    assert calls.next()[0]["type"] == "ApplicationReplaced"


def test_the_script_ends_when_it_is_replaced(standin, client, dump):
    """The script says in one line that another client took over, with exit status 1."""
    script = dump("--url", standin.url)
    standin.wait_for()
    with running(client):
        assert script.wait() == 1
    (line,) = script.errors().splitlines()
    assert "application 'channel-dump' was taken over by another client" in line


PROGRAM = """
import sys, ari, ari.stasis
ari.stasis.FIRST_WAIT = 60
client = ari.connect(sys.argv[1], "asterisk", "asterisk")
client.on_event("A", lambda event: print("A"))
print("before")
client.run("channel-dump")
"""


def test_what_was_printed_is_shown_while_run_connects(standin, shell):
    """What a program printed before run() is in the pipe while the server is silent."""
    with standin.frozen("/events"):
        program = shell(f"{sys.executable} -c '{PROGRAM}' {standin.url}")
        assert program.stdout.readline() == "before\n"


def test_what_was_printed_is_shown_while_run_waits_to_reconnect(standin, shell):
    """What a callback printed just before the connection was lost is in the pipe at once."""
    program = shell(f"{sys.executable} -c '{PROGRAM}' {standin.url}")
    standin.wait_for()
    standin.send_raw(b'\x81\x0d{"type": "A"}' + b"\x88\x00")
    assert [program.stdout.readline(), program.stdout.readline()] == ["before\n", "A\n"]
