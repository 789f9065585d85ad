"""What the pages say of the files beside them, and whether readers get through them."""

import ast
import os
import re
import signal
import sys

import pytest

from tests.lab import REPOSITORY
from tests.lab.phones import PHONES
from tests.lab.readme import (
    PAGES,
    PRODUCTION,
    PROGRAMS,
    README,
    SYMPTOMS,
    TEXT,
    block,
    blocks,
    recipe,
)

each_page = pytest.mark.parametrize("path", PAGES)


def prose(text):
    """A page without its blocks."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)


def sentences(text):
    """The sentences of a page: those of a paragraph or an entry of a list, up to the next one."""
    for paragraph in re.split(r"\n\s*\n|\n(?=- |#)", prose(text)):
        plain = re.sub(r"\[(.+?)\]\(.+?\)", r"\1", paragraph.replace("\n", " "))  # links' texts
        yield from re.split(r"(?<=[.:;?!])[*)]*\s", re.sub(r"`.+?`", "code", plain))


@each_page
def test_no_sentence_is_long(path):
    """Each sentence has at most 34 words."""
    found = list(sentences(PAGES[path]))
    assert len(found) > 20
    assert [one for one in found if len(one.split()) > 34] == []


def test_the_readme_takes_ten_minutes():
    """It has at most 260 lines, and 1,300 words beside its blocks."""
    assert len(README.splitlines()) <= 260
    assert len(prose(README).split()) <= 1300


def anchors(text):
    """The anchors of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings}


@each_page
def test_every_link_leads_somewhere(path):
    """Each link to a file or a heading, on this page or another, leads to one that is there."""
    text = PAGES[path].replace("\n", " ")
    links = [one for one in re.findall(r"\]\((\S+?)\)", text) if not one.startswith("https://")]
    assert links
    for link in links:
        file, _, anchor = link.partition("#")
        target = (REPOSITORY / path).parent / file if file else REPOSITORY / path
        assert target.is_file(), link
        if anchor:
            assert anchor in anchors(target.read_text()), link


def test_the_readme_leads_to_each_page():
    """Each file of docs/ is linked from the README; there are three to eight."""
    pages = [path for path in PAGES if path != "README.md"]
    assert 3 <= len(pages) <= 8
    for path in pages:
        assert f"]({path})" in README


@pytest.mark.parametrize("path", ["README.md", "docs/programs.md", "docs/production.md"])
def test_the_contents_name_each_section(path):
    """The list at the top of a long page has each of its sections, in order."""
    listed = re.findall(r"^- \[(.+)\]\(#\S+\)$", PAGES[path], re.MULTILINE)
    assert listed == re.findall(r"^## (.+)$", prose(PAGES[path]), re.MULTILINE)


def test_every_block_is_tried():
    """Each block on a page is one that a test takes from there."""
    tests = "".join(path.read_text() for path in (REPOSITORY / "tests").rglob("*.py"))
    taken = re.findall(r'\b(block|recipe)\(\s*("(?:[^"\\]|\\.)+"|\'.+?\')\s*\)', tests)
    tried = {
        {"block": block, "recipe": recipe}[how](ast.literal_eval(start)) for how, start in taken
    }
    assert [one for one in blocks() if one not in tried] == []


def test_every_command_is_there():
    """Each file of this repository that a page names exists."""
    paths = {*re.findall(r"(?<![\w/])((?:tests|\.ci|\.github|ari)/[\w./-]*\w)", TEXT)}
    assert len(paths) > 5
    for path in paths:
        assert (REPOSITORY / path).exists(), path


def test_the_labs_phones_are_named():
    """The page of programs names the phones that tests/lab-asterisk has, and no other."""
    assert {*re.findall(r"`PJSIP/(\w+)`", PROGRAMS)} == {"alice", *PHONES}


def test_troubleshooting_is_about_what_is_said():
    """Each line that the page has more words on is one that the library says."""
    said = "".join(path.read_text() for path in (REPOSITORY / "ari").glob("*.py"))
    said += '{"message": "Authentication required"}'  # Asterisk's own
    said = re.sub(r'"\s+f?"', "", said)  # texts that are written on two lines
    assert len(SYMPTOMS) > 4
    for part in (part for parts in SYMPTOMS for part in parts):
        assert part.lstrip("0123456789 ") in said, part


def run(text, tmp_path, dump):
    """Run one of the README's programs where no Asterisk is; what it says, line by line."""
    script = tmp_path / "program.py"
    script.write_text(text.replace(":8088", ":1"))
    program = dump(script=script, PYTHONPATH=str(REPOSITORY), ARI_URL="http://localhost:1")
    assert program.wait() == 1
    return program.errors().splitlines()


def test_a_program_with_the_clean_end_fails_in_one_line(tmp_path, dump):
    """The first program says what the dump would, after its own name."""
    (line,) = run(block("import ari\n\n\ndef serve(channels, event)"), tmp_path, dump)
    assert line.startswith("program.py: http://localhost:1/ari: nothing listens there")


def test_a_program_without_it_ends_in_that_line(tmp_path, dump):
    """The twelve lines end with Python's traceback, which ends in the same line."""
    first, *_, last = run(block("import ari\n\nclient"), tmp_path, dump)
    assert first.startswith("Traceback")
    assert "ConnectionFailed: http://localhost:1/ari: nothing listens there" in last


@pytest.mark.parametrize(
    "quoted",
    [
        block("client = ari.connect(url"),
        block('client.on_channel_event("StasisStart", stasis_start_cb'),
        block("client.run(apps=app)"),
    ],
)
def test_the_script_is_quoted_as_it_is(quoted):
    """What the README explains of the script stands there in these words and this order."""
    script = [line.strip() for line in (REPOSITORY / "channel_dump.py").read_text().splitlines()]
    lines = quoted.splitlines()
    at = script.index(lines[0])
    assert script[at : at + len(lines)] == lines


def test_the_drawings_name_what_is_there():
    """What the drawings of the ways of a call and of the data name is there by that name."""
    assert "channel.answer()" in block("phone --calls 1000-->")
    drawn = {*re.findall(r"\b[a-z]+\b", block("a request:"))} - {"a", "an", "request", "event"}
    files = {path.stem for path in (REPOSITORY / "ari").glob("*.py")}
    assert drawn - {"callback", "queue"} <= files
    assert len(drawn) > 6


def test_every_file_of_the_package_has_a_line():
    """Each file of ari/ is listed, and no other."""
    listed = [line.split()[0] for line in block("objects.py").splitlines()]
    files = {path.name for path in (REPOSITORY / "ari").glob("*.py")} - {"__init__.py"}
    assert sorted(listed) == sorted({*files, "generated/"})


def test_the_commands_of_development_exist():
    """Each command that the pages have for those who change this repository is there."""
    starts = block("tests/demo\n"), block("tests/lab-asterisk\n"), block("tests/run tests/alone\n")
    for line in "".join([*starts, block("tests/run tests/alone  ")]).splitlines():
        assert os.access(REPOSITORY / line.split()[0], os.X_OK), line


#: The example of a test, which pytest finds here as any other.
exec(block("from tests.lab.client import running"))


def loop(standin, shell, tmp_path):
    """Start the loop without systemd, with its log in a folder of the test's."""
    (line,) = block("until python3 channel_dump.py").splitlines()
    script, log = tmp_path / "script", tmp_path / "dump.log"
    script.write_text(f'echo $$ >"{tmp_path}/pid"\nexec "{sys.executable}" "$@"\n')
    for old, new in (("python3", f"sh {script}"), ("sleep 2", "sleep 0.1"), ("dump.log", str(log))):
        assert line.count(old) == 1
        line = line.replace(old, new)
    return shell(line, ARI_URL=standin.url), log


def test_the_loop_without_systemd(standin, shell, tmp_path):
    """It starts the script again after a kill, appends to its log, and ends with the script."""
    started, log = loop(standin, shell, tmp_path)
    for number in (signal.SIGKILL, signal.SIGTERM):
        standin.wait_for()
        os.kill(int((tmp_path / "pid").read_text()), number)
        standin.wait_for(connected=False)
    assert started.wait(10) == 0
    assert log.read_text().count("No channels currently") == 2


def test_the_loop_ends_where_no_try_can_help(standin, shell, tmp_path):
    """It does not start the script again that was refused."""
    standin.answers["GET", "/api-docs/resources.json"] = (401, {"message": "refused"})
    started, log = loop(standin, shell, tmp_path)
    started.wait(10)
    assert log.read_text().count("401 refused") == 1


def test_the_certificates_end_is_told(tmp_path, ca, shell):
    """The command of the page prints the day on which a certificate ends."""
    command = block("openssl x509 -enddate").replace("/etc/asterisk", str(tmp_path))
    ca.issue_cert("localhost").cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    assert shell(command).stdout.read().startswith("notAfter=")


def test_times_in_a_log(tmp_path, dump):
    """The line for a program's own log adds the time."""
    (line,) = re.findall(r"`(logging\.basicConfig\(.+?\))`", PRODUCTION)
    script = tmp_path / "program.py"
    script.write_text(f"import logging\n{line}\nlogging.error('hello')\n")
    program = dump(script=script)
    assert program.wait() == 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} hello\n", program.errors())
