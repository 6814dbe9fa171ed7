"""What ``python -m convlib`` can do: one module a command, and what they share."""
