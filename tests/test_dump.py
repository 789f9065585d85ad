"""The script, as a process, against the stand-in."""

import signal
import socket
import subprocess
import sys

import pytest
from debian import REPOSITORY
from process import eventually, plain_environment
from standin import channel


def test_lists_the_channels_that_exist(standin, dump):
    """The names of the current channels are printed under a heading."""
    standin.channels = [channel(1), channel(2)]
    script = dump("--url", standin.url)
    script.expect("PJSIP/alice-00000002")
    assert script.lines == ["Current channels:", "PJSIP/alice-00000001", "PJSIP/alice-00000002"]


def test_says_that_no_channels_exist(standin, dump):
    """Without channels there is one line that says so."""
    script = dump("--url", standin.url)
    assert script.expect(":-(") == ["No channels currently :-("]


def test_the_list_does_not_wait_for_what_comes_next(standin, dump):
    """The channels are listed while the server is slow with what the script asks for next."""
    with standin.frozen("/api-docs/events.json"):
        dump("--url", standin.url).expect(":-(")


def test_prints_every_field_of_a_channel_that_enters(standin, dump):
    """A channel that enters is printed with all its fields, in the order Asterisk sent them."""
    script = dump("--url", standin.url)
    standin.wait_for()
    standin.enter({"zone": "Ü", **channel(1)})
    assert script.expect("language: en")[1:] == [
        "Channel PJSIP/alice-00000001 has entered the application",
        "zone: Ü",
        "id: 1795387732.1",
        "name: PJSIP/alice-00000001",
        "state: Up",
        "protocol_id: 1-8418@127.0.0.1",
        "caller: {'name': 'Alice', 'number': '6575309'}",
        "connected: {'name': '', 'number': ''}",
        "accountcode: ",
        "dialplan: {'context': 'default', 'exten': '1000', 'priority': 3, 'app_name': 'Stasis',"
        " 'app_data': 'channel-dump'}",
        "creationtime: 2026-11-22T22:48:52.841+0000",
        "language: en",
    ]


def test_prints_a_channel_that_leaves(standin, dump):
    """A channel that leaves is printed with its name."""
    script = dump("--url", standin.url)
    standin.wait_for()
    standin.enter(channel(1))
    standin.leave(standin.channels[0])
    assert (
        script.expect("left the application")[-1] == "PJSIP/alice-00000001 has left the application"
    )


def test_output_reaches_a_file_at_once(standin, tmp_path):
    """A call's lines are in a file while the script still waits for the next."""
    output = tmp_path / "dump.txt"
    with output.open("w") as file:
        command = [sys.executable, str(REPOSITORY / "channel_dump.py"), "--url", standin.url]
        with subprocess.Popen(command, stdout=file, env=plain_environment()) as script:
            standin.wait_for()
            standin.enter(channel(1))
            eventually(lambda: output.read_text().endswith("language: en\n"))
            assert script.poll() is None
            script.terminate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ends_properly_at_a_signal(standin, dump, number):
    """Ctrl+C and SIGTERM close the WebSocket with a close frame, and the exit status is 0."""
    script = dump("--url", standin.url)
    standin.wait_for()
    standin.ping()
    assert script.stop(number) == 0
    standin.wait_for(connected=False)
    assert (script.errors(), standin.closed) == ("", [1000])


def test_ends_at_a_signal_while_it_connects(dump):
    """Ctrl+C ends a script whose server accepts the connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        script = dump("--url", f"http://127.0.0.1:{silent.getsockname()[1]}")
        connection, _ = silent.accept()
        with connection:
            assert (script.stop(), script.errors()) == (0, "")


def test_options_say_where_asterisk_is(standin, dump):
    """--url, --username and --app are used, and the password comes from the environment."""
    standin.user = "me:secret"
    dump("--url", standin.url, "--username", "me", "--app", "mine", ARI_PASSWORD="secret")
    standin.wait_for("mine")


def test_environment_says_where_asterisk_is(standin, dump):
    """ARI_URL, ARI_USERNAME, ARI_PASSWORD and ARI_APP are used."""
    standin.user = "me:secret"
    dump(ARI_URL=standin.url, ARI_USERNAME="me", ARI_PASSWORD="secret", ARI_APP="mine")
    standin.wait_for("mine")


def test_an_option_goes_before_the_environment(standin, dump):
    """Where both are given, the option counts."""
    dump("--url", standin.url, "--app", "mine", ARI_URL="http://127.0.0.1:1", ARI_APP="other")
    standin.wait_for("mine")


def test_help_names_the_defaults_of_the_tutorial(dump):
    """--help shows each default, and that the password is not an option."""
    script = dump("--help")
    assert script.wait() == 0
    text = " ".join(" ".join(script.lines).split())
    for default in ("http://localhost:8088", "(default: asterisk)", "channel-dump", "ARI_PASSWORD"):
        assert default in text
    assert "--password" not in text


def test_wrong_arguments_are_refused(dump):
    """An unknown option is an error of usage, with exit status 2."""
    script = dump("--password", "secret")
    assert script.wait() == 2
    assert "unrecognized arguments: --password" in script.errors()


def test_a_server_that_is_not_there_is_one_line(dump):
    """Where nothing listens, one line on standard error says so, with exit status 1."""
    script = dump("--url", "http://127.0.0.1:1")
    assert (script.wait(), script.lines) == (1, [])
    (line,) = script.errors().splitlines()
    assert "http://127.0.0.1:1/ari: nothing listens there" in line


def test_a_wrong_password_is_one_line(standin, dump):
    """A refused password is one line with Asterisk's own words, with exit status 1."""
    script = dump("--url", standin.url, ARI_PASSWORD="wrong")
    assert script.wait() == 1
    (line,) = script.errors().splitlines()
    assert "401 Authentication required" in line


def test_an_address_without_scheme_is_one_line(dump):
    """An address that is none is one line that shows a right one, with exit status 1."""
    script = dump("--url", "localhost:8088")
    assert script.wait() == 1
    (line,) = script.errors().splitlines()
    assert "'localhost:8088' is not an address; write it like 'http://localhost:8088'" in line
