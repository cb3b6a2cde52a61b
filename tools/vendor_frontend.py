#!/usr/bin/env python3
"""Brings the listed files of exact npm packages into static/vendor/; `--check` proves them offline."""

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

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
MANIFEST = VENDOR / "MANIFEST.json"

BOOTSTRAP = "bootstrap"
ICON_SET = "bootstrap-icons"
FACE = "@fontsource/ibm-plex-sans-arabic"
PACKAGES = {BOOTSTRAP: "5.3.8", ICON_SET: "1.13.2", FACE: "5.3.0"}

STYLESHEETS = ("bootstrap.rtl.min.css", "bootstrap.min.css")
SUBSETS = ("arabic", "latin")
WEIGHTS = (400, 500, 600, 700)
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


def licence(package: Package) -> dict[str, bytes]:
    return {f"LICENSE.{package.name.rpartition('/')[2]}.txt": package.read("LICENSE")}


def fetch() -> int:
    known = json.loads(MANIFEST.read_text())["packages"] if MANIFEST.exists() else {}
    files, packages = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for name, collect in {BOOTSTRAP: stylesheets, ICON_SET: icon_sprite, FACE: face}.items():
            package = Package(name, PACKAGES[name], Path(folder))
            packages[name] = {"version": package.version, "integrity": package.integrity}
            if known.get(name, {}).get("version") == package.version and known[name] != packages[name]:
                print(f"{name} {package.version} is no longer the package it was.", file=sys.stderr)
                return 1
            files |= collect(package) | licence(package)
    for path in _present():
        (VENDOR / path).unlink()
    for path, content in files.items():
        target = VENDOR / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    digests = {path: f"sha384-{_digest('sha384', files[path])}" for path in sorted(files)}
    MANIFEST.write_text(json.dumps({"packages": packages, "files": digests}, indent=2) + "\n")
    print(f"{len(files)} vendored files written.")
    return 0


def _present() -> list[str]:
    paths = (path for path in VENDOR.rglob("*") if path.is_file() and path != MANIFEST)
    return sorted(path.relative_to(VENDOR).as_posix() for path in paths)


def faults() -> list[str]:
    """Every way in which static/vendor/ differs from its manifest and from the lists above."""
    manifest = json.loads(MANIFEST.read_text())
    expected, found = manifest["files"], _present()
    versions = {name: package["version"] for name, package in manifest["packages"].items()}
    sprite = ElementTree.parse(VENDOR / "icons.svg").getroot()
    drawn = {symbol.get("id") for symbol in sprite}
    return [
        *(f"{path}: missing" for path in expected.keys() - set(found)),
        *(f"{path}: not in the manifest" for path in set(found) - expected.keys()),
        *(
            f"{path}: changed since it was vendored"
            for path in expected.keys() & set(found)
            if expected[path] != f"sha384-{_digest('sha384', (VENDOR / path).read_bytes())}"
        ),
        *(
            f"{name}: another version is vendored"
            for name in PACKAGES
            if versions.get(name) != PACKAGES[name]
        ),
        *(f"icon {name}: listed but not in the sprite" for name in set(ICONS) - drawn),
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
