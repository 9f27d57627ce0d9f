"""The register: one table of every record of the hospital, with its history, files, words and links."""
