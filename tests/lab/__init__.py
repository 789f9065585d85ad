"""What the tests share, and what is behind the commands demo, soak and bench."""

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
LAB = REPOSITORY / "tests" / "lab"
