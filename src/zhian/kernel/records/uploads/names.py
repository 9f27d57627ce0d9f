"""File names as people see them: readable, harmless on every system, and never a path."""

import unicodedata

LENGTH = 100  # letters, the extension included
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}


def extension(name: str) -> str:
    """The extension in small letters without its dot, or nothing."""
    stem, dot, last = _readable(name).rpartition(".")
    return last.strip().casefold() if dot and stem else ""


def safe_name(name: str, extension_for: str) -> str:
    """The last part of the name with the extension that its content has."""
    readable = _readable(name)
    stem, dot, _last = readable.rpartition(".")
    stem = (stem if dot and stem else readable).strip(" .")
    if not stem or stem.split(".")[0].casefold() in RESERVED:
        stem = f"file {stem}".strip()
    return f"{stem[: LENGTH - len(extension_for) - 1].rstrip(' .')}.{extension_for}"


def shown(name: str) -> str:
    """The name as it may stand in a sentence."""
    return _readable(name)[:LENGTH] or "?"


def _readable(name: str) -> str:
    """Without path, control letters and those that turn the direction of writing (exe.fdp shown as pdf.exe)."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    letters = ("_" if letter in '<>:"|?*' else letter for letter in last if unicodedata.category(letter)[0] != "C")
    return " ".join("".join(letters).split()).lstrip(".")
