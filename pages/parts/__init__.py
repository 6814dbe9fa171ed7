"""What several kinds of page share: the player, the controls, the address, the language."""
