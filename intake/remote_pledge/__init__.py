"""Signing the pledge from afar: a private link, and a code to the phone on file."""
