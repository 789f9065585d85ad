"""What type checkers and editors know of ARI."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab import REPOSITORY
from tests.typing.conftest import HERE, PROGRAMS, Faults

#: How the programs begin that an editor completes.
BEGIN = """\
import ari
client = ari.connect("http://localhost:8088", "asterisk", "asterisk")
def pressed(channel: ari.Channel, event: ari.models.ChannelDtmfReceived):
    """


def test_right_programs_pass(faults: Faults) -> None:
    """Nothing is wrong with what is right, nor with the script and the README's programs."""
    for name in ("passes.py", "channel_dump.py", *(f"{name}.py" for name in PROGRAMS)):
        assert faults.get(name, set()) == set(), name


def test_each_mistake_is_told(faults: Faults) -> None:
    """Each line with a mistake has an error, and no other has."""
    lines = (HERE / "mistakes.py").read_text().splitlines()
    wrong = {number for number, line in enumerate(lines, 1) if line.endswith("# error")}
    assert len(wrong) > 50
    assert faults["mistakes.py"] == wrong


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("client.chan", "channels"),
        ("client.on_chan", "on_channel_event"),
        ("client.channels.ori", "originate"),
        ("client.channels.originate(endp", "endpoint="),
        ("client.channels.list()[0].ans", "answer"),
        ("channel.ans", "answer"),
        ("channel.wait_f", "wait_for"),
        ('channel.wait_for("ChannelDtmfReceived")["di', '"digit"'),
        ('channel.getChannelVar(variable="A")["va', '"value"'),
        ('event["di', '"digit"'),
        ('event["appl', '"application"'),
        ("ari.models.ChannelDtmf", "ChannelDtmfReceived"),
    ],
)
def test_jedi_completes(
    typed: str, completed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor with jedi completes resources, operations, arguments, answers and fields."""
    import jedi

    monkeypatch.setattr("jedi.settings.cache_directory", str(tmp_path))  # no other run's
    project = jedi.Project(REPOSITORY)
    script = jedi.Script(BEGIN + typed, path=REPOSITORY / "program.py", project=project)
    assert completed in [one.name for one in script.complete()]


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("client.channels.hangup", ["DELETE /channels/{channelId}", "'busy'", "400, 404"]),
        ("channel.hangup", ["DELETE /channels/{channelId}", "'busy'", "400, 404"]),
        ("channel.record", ["maxSilenceSeconds", "seconds", "at least 0", "0 by default"]),
        ("channel.get", ["client.channels.get"]),
    ],
)
def test_jedi_shows_help(
    typed: str, shown: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor with jedi shows what an operation does, its arguments' values, and its errors."""
    import jedi

    monkeypatch.setattr("jedi.settings.cache_directory", str(tmp_path))  # no other run's
    project = jedi.Project(REPOSITORY)
    script = jedi.Script(BEGIN + typed, path=REPOSITORY / "program.py", project=project)
    (help_text,) = [one.docstring() for one in script.help()]
    assert [one for one in shown if one not in help_text] == []
