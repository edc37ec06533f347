"""Proof by planted faults: clean federations, faults planted in what they print, and what the rules make of them."""
