"""Files of a scene: each format in a module of its own, and one way to ask for any of them."""
