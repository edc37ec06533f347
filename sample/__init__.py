"""An invented federation for any number of units and periods and any seed, with the ledger of what is true and wrong.

Committed as parameters, never as data. The same parameters give the same bytes.
"""
