"""The README's files and commands, for the tests that run them as they are written there."""

import re

from tests.lab import REPOSITORY

README = (REPOSITORY / "README.md").read_text()

#: What the script says in each entry under "Troubleshooting", in parts.
SYMPTOMS = [
    re.findall("`(.+?)`", said) for said in re.findall(r"^- (`.+?`): ", README, re.MULTILINE)
]


def block(start: str) -> str:
    """The block of code, a file or commands, that starts with these words."""
    (found,) = re.findall(
        rf"^```\w*\n({re.escape(start)}.*?)^```$", README, re.DOTALL | re.MULTILINE
    )
    return found


def recipe(start: str) -> str:
    """The program of the cookbook under the heading that starts with this word."""
    section = re.split(r"^## ", README, flags=re.MULTILINE)
    (cookbook,) = [one for one in section if one.startswith("Cookbook")]
    (found,) = re.findall(rf"^### {start}.*?^```python\n(.+?)^```$", cookbook, re.S | re.M)
    return str(found)


#: The lines of the transcript that the README begins with.
TRANSCRIPT = block("$ python channel_dump.py").splitlines()[1:]
