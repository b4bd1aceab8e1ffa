"""Builds the two Lambda layers, with bytecode the target's Python accepts."""
