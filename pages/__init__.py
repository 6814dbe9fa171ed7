"""The app's script (``main``), and one file per kind of page: widgets in, scene out."""
