"""Tests of the script and its library, in folders by what they need."""
