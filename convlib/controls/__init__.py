"""What a reader operates of a lesson: its controls with what they offer, and what they do."""
