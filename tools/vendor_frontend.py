#!/usr/bin/env python3
"""Brings the listed files of exact npm packages to where they are used; `--check` proves them offline."""

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
# The faces of printed papers: for the typesetter, never served.
PAPERS = ROOT / "correspondence" / "fonts"
MANIFEST = "MANIFEST.json"

BOOTSTRAP = "bootstrap"
ICON_SET = "bootstrap-icons"
FACE = "@fontsource/ibm-plex-sans-arabic"
SIGNATURES = "signature_pad"
# The last of these that draws each letter as one glyph: from 0.4 on dots are glyphs of their own, and the text of a PDF
# can neither be searched nor copied. It comes without its licence, which is taken from where the same face has it.
PAPER_FACE = "@expo-google-fonts/noto-naskh-arabic"
PAPER_LICENCE = "@fontsource/noto-naskh-arabic"
PACKAGES = {
    BOOTSTRAP: "5.3.8",
    ICON_SET: "1.13.2",
    FACE: "5.3.0",
    SIGNATURES: "5.1.4",
    PAPER_FACE: "0.2.3",
    PAPER_LICENCE: "5.3.0",
}

STYLESHEETS = ("bootstrap.rtl.min.css", "bootstrap.min.css")
SUBSETS = ("arabic", "latin")
WEIGHTS = (400, 500, 600, 700)
PAPER_FILES = ("NotoNaskhArabic_400Regular.ttf", "NotoNaskhArabic_700Bold.ttf")
ICONS = (Path(__file__).parent / "icons.txt").read_text().split()

FONT_FACE = """\
@font-face {{
  font-family: "IBM Plex Sans Arabic";
  font-style: normal;
  font-weight: {weight};
  font-display: swap;
  src: url("{path}") format("woff2");
  unicode-range: {characters};
}}
"""
SVG = "http://www.w3.org/2000/svg"


class Package:
    """One npm package, read straight from its archive."""

    def __init__(self, name: str, version: str, folder: Path):
        command = ["npm", "pack", "--silent", "--pack-destination", str(folder), f"{name}@{version}"]
        archive = (
            folder / subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]
        )
        self.name, self.version = name, version
        self.integrity = f"sha512-{_digest('sha512', archive.read_bytes())}"
        with tarfile.open(archive) as content:
            self._files = {
                member.name: content.extractfile(member).read() for member in content if member.isfile()
            }

    def read(self, path: str) -> bytes:
        return self._files[f"package/{path}"]


def _digest(algorithm: str, content: bytes) -> str:
    return base64.b64encode(hashlib.new(algorithm, content).digest()).decode()


def stylesheets(package: Package) -> dict[str, bytes]:
    """Bootstrap's own stylesheets; the source-map line would make collectstatic look for a missing file."""
    source_map = re.compile(rb"\n?/\*# sourceMappingURL=.*?\*/\s*")
    return {name: source_map.sub(b"\n", package.read(f"dist/css/{name}")) for name in STYLESHEETS}


def face(package: Package) -> dict[str, bytes]:
    """The font files and the stylesheet that offers them."""
    characters = json.loads(package.read("unicode.json"))
    files, rules = {}, []
    for weight in WEIGHTS:
        for subset in SUBSETS:
            name = f"ibm-plex-sans-arabic-{subset}-{weight}-normal.woff2"
            files[f"fonts/{name}"] = package.read(f"files/{name}")
            rules.append(FONT_FACE.format(weight=weight, path=f"fonts/{name}", characters=characters[subset]))
    files["plex.css"] = "\n".join(rules).encode()
    return files


def icon_sprite(package: Package) -> dict[str, bytes]:
    """All listed icons in one file: <use href="…/icons.svg#name">."""
    ElementTree.register_namespace("", SVG)
    sprite = ElementTree.Element(f"{{{SVG}}}svg")
    for name in sorted(set(ICONS)):
        drawing = ElementTree.fromstring(package.read(f"icons/{name}.svg"))
        symbol = ElementTree.SubElement(
            sprite, f"{{{SVG}}}symbol", id=name, viewBox=drawing.get("viewBox"), fill="currentColor"
        )
        symbol.extend(drawing)
    ElementTree.indent(sprite)
    return {"icons.svg": ElementTree.tostring(sprite) + b"\n"}


def paper_face(package: Package) -> dict[str, bytes]:
    """The font files that are embedded in papers."""
    return {name: package.read(name) for name in PAPER_FILES}


def signature_pad(package: Package) -> dict[str, bytes]:
    """Drawing with mouse, finger or pen; without its source-map line, as above."""
    name = "signature_pad.umd.min.js"
    return {name: re.sub(rb"\n?//# sourceMappingURL=.*\s*", b"\n", package.read(f"dist/{name}"))}


def licence(package: Package) -> dict[str, bytes]:
    return {f"LICENSE.{package.name.rpartition('/')[2]}.txt": package.read("LICENSE")}


def with_licence(collect):
    """What is collected from a package, and its licence."""
    return lambda package: collect(package) | licence(package)


# Each folder with the packages that it takes from, and what it takes.
FOLDERS = {
    VENDOR: {
        BOOTSTRAP: with_licence(stylesheets),
        ICON_SET: with_licence(icon_sprite),
        FACE: with_licence(face),
        SIGNATURES: with_licence(signature_pad),
    },
    PAPERS: {PAPER_FACE: paper_face, PAPER_LICENCE: licence},
}


def fetch() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        return max(fetch_into(folder, Path(scratch)) for folder in FOLDERS)


def fetch_into(folder: Path, scratch: Path) -> int:
    manifest = folder / MANIFEST
    known = json.loads(manifest.read_text())["packages"] if manifest.exists() else {}
    files, packages = {}, {}
    for name, collect in FOLDERS[folder].items():
        package = Package(name, PACKAGES[name], scratch)
        packages[name] = {"version": package.version, "integrity": package.integrity}
        if known.get(name, {}).get("version") == package.version and known[name] != packages[name]:
            print(f"{name} {package.version} is no longer the package it was.", file=sys.stderr)
            return 1
        files |= collect(package)
    for path in _present(folder):
        (folder / path).unlink()
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    digests = {path: f"sha384-{_digest('sha384', files[path])}" for path in sorted(files)}
    manifest.write_text(json.dumps({"packages": packages, "files": digests}, indent=2) + "\n")
    print(f"{len(files)} files written into {folder.relative_to(ROOT)}.")
    return 0


def _present(folder: Path) -> list[str]:
    paths = (path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST)
    return sorted(path.relative_to(folder).as_posix() for path in paths)


def faults() -> list[str]:
    """Every way in which what is vendored differs from its manifests and from the lists above."""
    drawn = {symbol.get("id") for symbol in ElementTree.parse(VENDOR / "icons.svg").getroot()}
    return [
        *(fault for folder in FOLDERS for fault in faults_in(folder)),
        *(f"icon {name}: listed but not in the sprite" for name in set(ICONS) - drawn),
    ]


def faults_in(folder: Path) -> list[str]:
    manifest = json.loads((folder / MANIFEST).read_text())
    expected, found = manifest["files"], _present(folder)
    versions = {name: package["version"] for name, package in manifest["packages"].items()}
    return [
        *(f"{path}: missing" for path in expected.keys() - set(found)),
        *(f"{path}: not in the manifest" for path in set(found) - expected.keys()),
        *(
            f"{path}: changed since it was vendored"
            for path in expected.keys() & set(found)
            if expected[path] != f"sha384-{_digest('sha384', (folder / path).read_bytes())}"
        ),
        *(
            f"{name}: another version is vendored"
            for name in FOLDERS[folder]
            if versions.get(name) != PACKAGES[name]
        ),
    ]


def check() -> int:
    found = sorted(faults())
    for fault in found:
        print(fault, file=sys.stderr)
    if not found:
        print("Vendored files are as their manifest says.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(check() if sys.argv[1:] == ["--check"] else fetch())
