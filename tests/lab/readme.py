"""The files, commands and programs of the pages, for the tests that run them as they are there."""

import re

from tests.lab import REPOSITORY

README = (REPOSITORY / "README.md").read_text()
#: Each page by its path: the README, and those in docs/.
PAGES = {
    "README.md": README,
    **{f"docs/{one.name}": one.read_text() for one in sorted((REPOSITORY / "docs").glob("*.md"))},
}
PROGRAMS = PAGES["docs/programs.md"]
PRODUCTION = PAGES["docs/production.md"]
TROUBLESHOOTING = PAGES["docs/troubleshooting.md"]
#: All of them, one after another.
TEXT = "\n".join(PAGES.values())

#: What the script says in each entry of the page on troubleshooting, in parts.
SYMPTOMS = [
    re.findall("`(.+?)`", said) for said in re.findall(r"^- (`.+?`): ", TROUBLESHOOTING, re.M)
]


def blocks(text: str = TEXT) -> list[str]:
    """All blocks of code, files and commands."""
    return re.findall(r"^```\w*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def block(start: str) -> str:
    """The one block that starts with these words."""
    (found,) = [one for one in blocks() if one.startswith(start)]
    return found


def recipe(heading: str) -> str:
    """The program under the heading that starts with these words, on the page of programs."""
    found = re.search(rf"^## {heading}.*?^```python\n(.+?)^```$", PROGRAMS, re.S | re.M)
    assert found, heading
    return found[1]


#: The lines of the transcript that the README begins with.
TRANSCRIPT = block("$ python channel_dump.py").splitlines()[1:]
