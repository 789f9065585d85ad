"""What checkers and editors know of the server: made by tests/types, and no part of a program."""
