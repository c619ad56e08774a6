"""Open a file nobody trusts and write it down as tables of text, in a child process of its own.

Nothing here knows the database: `python -m touchline.crm.opening` reads one request as JSON from standard input, and
answers with one report as JSON on standard output. The tables themselves go to Arrow files.
"""
