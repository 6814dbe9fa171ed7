"""What a player shows of a lesson's state beside the stage: its parameters, and what comes out."""
