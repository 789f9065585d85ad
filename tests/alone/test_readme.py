"""What the README says of the files beside it."""

import os
import re
import signal
import sys

from tests.lab import REPOSITORY
from tests.lab.readme import README, SYMPTOMS, block


def test_troubleshooting_is_about_what_is_said():
    """Each line that the README has more words on is one that the library says."""
    said = "".join(path.read_text() for path in (REPOSITORY / "ari").glob("*.py"))
    said += '{"message": "Authentication required"}'  # Asterisk's own
    assert len(SYMPTOMS) > 4
    for part in (part for parts in SYMPTOMS for part in parts):
        assert part.lstrip("0123456789 ") in said, part


def run(text, tmp_path, dump):
    """Run one of the README's programs where no Asterisk is; what it says, line by line."""
    script = tmp_path / "program.py"
    script.write_text(text.replace(":8088", ":1"))
    program = dump(script=script, PYTHONPATH=str(REPOSITORY))
    assert program.wait() == 1
    return program.errors().splitlines()


def test_a_program_with_the_clean_end_fails_in_one_line(tmp_path, dump):
    """The first program says what the dump would, after its own name."""
    (line,) = run(block("import logging\n"), tmp_path, dump)
    assert line.startswith("program.py: http://localhost:1/ari: nothing listens there")


def test_a_program_without_it_ends_in_that_line(tmp_path, dump):
    """The twelve lines end with Python's traceback, which ends in the same line."""
    first, *_, last = run(block("import ari\n\nclient"), tmp_path, dump)
    assert first.startswith("Traceback")
    assert "ConnectionFailed: http://localhost:1/ari: nothing listens there" in last


def test_the_script_is_quoted_as_it_is():
    """What the README explains of the script stands there in these words and this order."""
    script = [line.strip() for line in (REPOSITORY / "channel_dump.py").read_text().splitlines()]
    begins = (
        "client = ari.connect(url",
        'client.on_channel_event("StasisStart", stasis_start_cb',
        "client.run(apps=app)",
    )
    for begin in begins:
        lines = block(begin).splitlines()
        at = script.index(lines[0])
        assert script[at : at + len(lines)] == lines


def test_every_file_of_the_package_has_a_line():
    """Each file of ari/ is listed, and no other."""
    listed = [line.split()[0] for line in block("objects.py").splitlines()]
    files = {path.name for path in (REPOSITORY / "ari").glob("*.py")} - {"__init__.py"}
    assert sorted(listed) == sorted({*files, "generated/"})


def test_the_loop_without_systemd(standin, shell, tmp_path):
    """It starts the script again after a kill, appends to its log, and ends with the script."""
    (loop,) = re.findall("^until python3 .+$", README, re.MULTILINE)
    script, log = tmp_path / "script", tmp_path / "dump.log"
    script.write_text(f'echo $$ >"{tmp_path}/pid"\nexec "{sys.executable}" "$@"\n')
    for old, new in (("python3", f"sh {script}"), ("sleep 2", "sleep 0.1"), ("dump.log", str(log))):
        assert loop.count(old) == 1
        loop = loop.replace(old, new)
    started = shell(loop, ARI_URL=standin.url)
    for number in (signal.SIGKILL, signal.SIGTERM):
        standin.wait_for()
        os.kill(int((tmp_path / "pid").read_text()), number)
        standin.wait_for(connected=False)
    assert started.wait(10) == 0
    assert log.read_text().count("No channels currently") == 2


def test_the_page_is_short():
    """It has at most 2,900 words."""
    assert len(README.split()) <= 2900


def test_the_contents_lead_to_headings():
    """Each entry of the table of contents leads to a heading, and every section has one."""
    entries = re.findall(r"\]\(#(\S+?)\)", README)
    headings = re.findall(r"^##+ (.+)$", README, re.MULTILINE)
    anchors = [heading.lower().replace(" ", "-") for heading in headings]
    assert {*entries} <= {*anchors}
    sections = re.findall(r"^## (.+)$", README, re.MULTILINE)
    assert {section.lower().replace(" ", "-") for section in sections} <= {*entries}


def test_every_command_and_file_is_there():
    """Each file of this repository that the README names exists."""
    named = re.findall(r"\]\((\w[\w./]*)\)|\b(tests/[\w-]+)\b", README)
    paths = {one or other for one, other in named if not one.startswith("http")}
    assert len(paths) > 5
    for path in paths:
        assert (REPOSITORY / path).exists(), path
