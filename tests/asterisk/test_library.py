"""What programs other than the script rely on, on real Asterisks."""

from __future__ import annotations

import time
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest

import ari
from tests.lab.asterisk import Asterisk
from tests.lab.client import running
from tests.lab.process import eventually

HOLD = "channel originate Local/hold@beside application Wait 60"


@pytest.fixture
def client(proxy):
    """A client whose connections go through the proxy."""
    return ari.connect(proxy.url, "asterisk", "asterisk")


@pytest.fixture
def heard(client, calls):
    """What the client hears of channels: type, name, whether it was missed."""

    def hear(event):
        calls(event["type"], event["channel"]["name"], event.get("missed", False))

    for kind in ("StasisStart", "StasisEnd"):
        client.on_event(kind, hear)
    return calls


def name(number):
    """The half of a Local channel that comes into the application."""
    return f"Local/hold@beside-{number:08x};2"


@pytest.mark.parametrize("how", ["plain", "subscribed", "subscribeAll"])
def test_calls_go_through_a_cut(own, proxy, client, direct, heard, how):
    """Whatever is subscribed to: who stayed has not left, who left is told, who came is too."""
    with running(client, "beside", subscribe_all=how == "subscribeAll"):
        own.wait_for("beside")
        if how == "subscribed":
            direct.applications.subscribe(applicationName="beside", eventSource="channel:")
        for number in (0, 1):
            own.cli(HOLD)
            assert heard.next() == ("StasisStart", name(number), False)
        own.wait_outside()
        with proxy.broken():
            own.cli(f"channel request hangup {name(0)}")
            own.until_no("core show channels concise", name(0))
        assert heard.next() == ("StasisEnd", name(0), True)
        own.cli(f"channel request hangup {name(1)}")
        assert heard.next() == ("StasisEnd", name(1), False)
    assert heard.empty()


@pytest.mark.parametrize("subscribe_all", [False, True])
def test_a_call_goes_on_into_anothers_application(own, proxy, client, direct, heard, subscribe_all):
    """Who leaves in a gap and enters another program's application has left this one, and once."""
    others = ari.connect(own.url, "asterisk", "asterisk")
    with running(others, "other"), running(client, "beside", subscribe_all=subscribe_all):
        own.wait_for("beside")
        own.wait_for("other")
        own.cli("channel originate Local/on@beside application Wait 60")
        _, gone, _ = heard.next()
        (inside,) = [one for one in direct.channels.list() if one.json["name"] == gone]
        with proxy.broken():
            inside.continueInDialplan()
            own.until("ari show app other", inside.id)
        assert heard.next() == ("StasisEnd", gone, True)
        own.cli("channel request hangup all")
        own.until("core show channels count", "^0 active channels")
        own.cli(HOLD)
        assert heard.next() == ("StasisStart", name(1), False)


def test_after_a_restart_all_is_set_up_again(own, client, calls):
    """ApplicationRegistered comes again after a restart: subscriptions and filters are back."""

    def set_up(event):
        app = event["application"]
        client.applications.subscribe(applicationName=app, eventSource="channel:")
        client.applications.filter(applicationName=app, filter={"disallowed": [{"type": "Dial"}]})
        calls("set up", client.applications.get(applicationName=app))

    client.exception_handler = lambda error: calls("failed", str(error))
    client.on_event("ApplicationRegistered", set_up)
    with running(client, "beside"):
        first = calls.next()
        own.restart()
        second = calls.next()
        while second[0] == "failed":  # some modules are up before others
            second = calls.next()
    assert first == second
    assert first[1]["channel_ids"] == ["__AST_CHANNEL_ALL_TOPIC"]
    assert first[1]["events_disallowed"] == [{"type": "Dial"}]


@pytest.mark.parametrize("cuts", [0, 1])
def test_a_call_may_be_originated_as_soon_as_it_is_registered(own, proxy, client, calls, cuts):
    """A call that ApplicationRegistered's callback originates comes into the application."""

    def call(event):
        app = event["application"]
        client.channels.originate(endpoint="Local/wait@beside", app=app, appArgs="out")

    client.on_event("ApplicationRegistered", call)
    client.on_event("StasisStart", lambda event: calls(event["args"]))
    with running(client, ["beside", "two"]):
        for _ in range(cuts):
            assert [calls.next(), calls.next()] == [(["out"],)] * 2
            proxy.cut()
        assert [calls.next(), calls.next()] == [(["out"],)] * 2


def test_everything_is_subscribed_to_also_after_a_cut(own, proxy, client, calls):
    """With subscribe_all, a channel that is in no application is heard of, once for each."""
    client.on_event("ApplicationRegistered", lambda event: calls("registered"))
    client.on_channel_event(
        "ChannelCreated",
        lambda one, event: calls(one.json["name"][-2:], event["application"]),
    )
    with running(client, ["beside", "two"], subscribe_all=True):
        for _ in range(2):
            assert [calls.next(), calls.next()] == [("registered",)] * 2
            own.cli("channel originate Local/wait@lab application Wait 60")
            heard = sorted(calls.next() for _ in range(4))
            assert heard == [(half, app) for half in (";1", ";2") for app in ("beside", "two")]
            proxy.cut()


WAYS = [{"GREETING": "hello"}, {"variables": {"GREETING": "hello"}}]


@pytest.mark.parametrize("variables", WAYS)
def test_variables_in_either_form(own, direct, calls, variables):
    """A call and a user's event have their variables, as the docs say and as ari-py's have them."""
    asked = direct.channels.originate(
        endpoint="Local/wait@beside", context="beside", extension="wait", variables=variables
    )
    assert asked.getChannelVar(variable="GREETING") == {"value": "hello"}
    direct.on_event("ChannelUserevent", calls)
    with running(direct, "beside"):
        own.wait_for("beside")
        direct.events.userEvent(eventName="mine", application="beside", variables=variables)
        (event,) = calls.next()
    assert event["userevent"] == {"eventname": "mine", "GREETING": "hello"}


FIELDS = [
    {"attribute": "auth_type", "value": "userpass"},
    {"attribute": "username", "value": "u"},
    {"attribute": "password", "value": "p"},
]


@pytest.mark.parametrize("fields", [FIELDS, {"fields": FIELDS}])
def test_fields_in_either_form(asterisk, fields):
    """An object of the configuration is updated with fields in either form."""
    with Asterisk(asterisk.major) as server:
        client = ari.connect(server.url, "asterisk", "asterisk")
        about = {"configClass": "res_pjsip", "objectType": "auth", "id": "mine"}
        client.asterisk.updateObject(**about, fields=fields)
        kept = client.asterisk.getObject(**about)
    assert {"attribute": "username", "value": "u"} in kept


def hear_of_the_ends_of_all(client, calls):
    """Register on each channel that enters; the callbacks that are still held."""
    kinds = ("ChannelHangupRequest", "StasisEnd", "ChannelDestroyed")
    callbacks = weakref.WeakSet()

    def entered(channels, event):
        def hear(_, event):
            calls(event["type"])

        for kind in kinds:
            channels["channel"].on_event(kind, hear)
        callbacks.add(hear)
        calls(channels["channel"])

    client.on_channel_event("StasisStart", entered)
    return callbacks


def test_callbacks_on_a_channel_hear_of_its_end_and_go(own, client, calls, monkeypatch):
    """What a channel's callbacks hear of a hangup; they go when enough others have left."""
    monkeypatch.setattr("ari.listeners.MAX_LEFT", 1)
    callbacks = hear_of_the_ends_of_all(client, calls)
    with running(client, "beside"):
        own.wait_for("beside")
        for number in range(3):
            own.cli(HOLD)
            calls.next()
            eventually(lambda: len(callbacks) <= 2)  # but the one before, all are let go of
            own.cli(f"channel request hangup {name(number)}")
            assert [calls.next(), calls.next()] == [("ChannelHangupRequest",), ("StasisEnd",)]


def test_callbacks_on_a_channel_that_was_originated_hear_it_destroyed(own, client, direct, calls):
    """A channel that was originated into the application is heard of to its last event."""
    callbacks = hear_of_the_ends_of_all(client, calls)
    with running(client, "beside"):
        own.wait_for("beside")
        direct.channels.originate(endpoint="Local/wait@beside", app="beside")
        (one,) = calls.next()
        direct.channels.hangup(channelId=one.id)
        heard = []
        while heard[-1:] != ["ChannelDestroyed"]:
            heard += calls.next()
        assert "StasisEnd" in heard
        eventually(lambda: not callbacks)


def test_callbacks_on_a_channel_that_goes_on_stay(own, client, direct, calls):
    """A channel that goes on in the dialplan and comes back is heard of by the same callback."""

    def entered(channels, event):
        if first:
            first.pop()
            channels["channel"].on_event("StasisEnd", lambda one, _: calls(one.id))
        calls(channels["channel"])

    first = [True]
    client.on_channel_event("StasisStart", entered)
    with running(client, "beside"):
        own.wait_for("beside")
        own.cli("channel originate Local/again@beside application Wait 60")
        for _ in range(3):
            (one,) = calls.next()
            direct.channels.get(channelId=one.id).continueInDialplan()
            assert calls.next() == (one.id,)


KEEP_ALIVE = 1.0


def ask_at(server, delay):
    """Ask twice, so long after each other, and return what failed."""
    client = ari.connect(server.url, "asterisk", "asterisk")
    client.channels.list()
    time.sleep(delay)
    try:
        client.channels.list()
    except ari.ConnectionFailed as error:
        return str(error)
    return ""


def test_a_program_that_asks_when_asterisk_closes_never_fails(asterisk, monkeypatch):
    """Requests around the moment when Asterisk closes an idle connection are all answered."""
    monkeypatch.setattr("ari.session.MAX_IDLE", KEEP_ALIVE / 3)
    lines = f"session_keep_alive = {KEEP_ALIVE * 1000:.0f}"
    delays = [KEEP_ALIVE + step / 2000 for step in range(-12, 12)] * 5
    with Asterisk(asterisk.major, http=lines) as server, ThreadPoolExecutor(40) as pool:
        assert {*pool.map(lambda delay: ask_at(server, delay), delays)} == {""}
