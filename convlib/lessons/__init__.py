"""One file a lesson; each has a ``LESSON``. They never import each other."""
