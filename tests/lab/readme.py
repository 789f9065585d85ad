"""The README's files and commands, for the tests that run them as they are written there."""

import re

from tests.lab import REPOSITORY

README = (REPOSITORY / "README.md").read_text()

#: What the script says in each row of the table of symptoms.
SYMPTOMS = re.findall(r"^\| `(.+?)` \| ", README, re.MULTILINE)


def block(start: str) -> str:
    """The block of code, a file or commands, that starts with these words."""
    (found,) = re.findall(
        rf"^```\w*\n({re.escape(start)}.*?)^```$", README, re.DOTALL | re.MULTILINE
    )
    return found


#: The lines of the transcript that the README begins with.
TRANSCRIPT = block("$ python channel_dump.py").splitlines()[1:]
