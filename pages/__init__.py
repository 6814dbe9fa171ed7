"""One file per kind of page: widgets in, scene out.

The folder is not called ``pages``: Streamlit takes a folder of that name beside ``app.py`` for its
older way of making pages, and then greets the first visitor of a deep link with "Page not found".
"""
