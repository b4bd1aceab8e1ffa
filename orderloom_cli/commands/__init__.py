"""The commands: read options, call one thing, show the result."""
