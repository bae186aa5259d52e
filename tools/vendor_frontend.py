"""Copy the front-end libraries, at fixed versions, from their npm tarballs into the repository.

Run by a developer when a version changes; users never need it, since the result is committed:

    python tools/vendor_frontend.py            # fetch, copy, write checksums.sha256
    python tools/vendor_frontend.py --check    # compare the committed files with checksums.sha256

Fetching uses the ordinary `npm pack NAME@VERSION` client in a temporary folder. Three changes are made to
the files, each for a reason: `sourceMappingURL` lines go (the maps are not shipped, and the manifest storage
of the static files would fail on them); style sheets go into a CSS layer (our own rules then win without a
fight of specificity); the icons we use become one sprite.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

VENDOR = Path(__file__).resolve().parents[1] / "kogge" / "core" / "static" / "vendor"
CHECKSUMS = VENDOR / "checksums.sha256"
APACHE = Path(__file__).resolve().parent / "licences" / "Apache-2.0.txt"
SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True)
class Package:
    """One npm package: which of its files (path inside the tarball → file name here) we keep."""

    name: str
    version: str
    folder: str
    files: dict[str, str] = field(default_factory=dict)
    layer: str = ""
    """Wrap style sheets in this CSS cascade layer."""


PACKAGES = (
    Package("@picocss/pico", "2.1.1", "pico", {"css/pico.min.css": "pico.css", "LICENSE.md": "LICENSE"}, "base"),
    Package("htmx.org", "2.0.11", "htmx", {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"}),
    Package(
        "maplibre-gl",
        "6.17.0",
        "maplibre",
        {
            "dist/maplibre-gl.mjs": "maplibre-gl.mjs",
            "dist/maplibre-gl-worker.mjs": "maplibre-gl-worker.mjs",
            "dist/maplibre-gl.css": "maplibre-gl.css",
            "LICENSE.txt": "LICENSE",
        },
        "base",
    ),
    Package("pmtiles", "4.5.0", "pmtiles", {"dist/pmtiles.js": "pmtiles.js"}),
    Package("fflate", "0.8.2", "pmtiles", {"LICENSE": "LICENSE-fflate"}),  # bundled inside pmtiles.js
    Package(
        "@fontsource-variable/source-sans-3",
        "5.3.0",
        "source-sans",
        {
            **{
                f"files/source-sans-3-{subset}-wght-{style}.woff2": f"{subset}-{style}.woff2"
                for subset in ("latin", "latin-ext", "cyrillic")
                for style in ("normal", "italic")
            },
            "LICENSE": "LICENSE",
        },
    ),
    Package("idb", "8.0.4", "idb", {"build/index.js": "idb.js", "LICENSE": "LICENSE"}),
    Package("@getodk/xforms-engine", "0.22.0", "xforms-engine", {"dist/index.js": "xforms-engine.js"}),
    # Bundled inside xforms-engine.js, each with its licence.
    *(
        Package(name, version, "xforms-engine", {inside: f"LICENSE-{name}"})
        for name, version, inside in (
            ("bin-packer", "1.7.0", "LICENSE"),
            ("decode-named-character-reference", "1.3.0", "license"),
            ("escape-string-regexp", "5.0.0", "license"),
            ("mdast-util-from-markdown", "2.0.2", "license"),
            ("micromark", "4.0.2", "license"),
            ("papaparse", "5.5.3", "LICENSE"),
            ("solid-js", "1.9.11", "LICENSE"),
            ("temporal-polyfill", "0.3.0", "LICENSE"),
            ("unist-util-is", "6.0.1", "license"),
            ("web-tree-sitter", "0.24.5", "LICENSE"),
        )
    ),
    Package(  # for paper: Typst's own typeface has no Arabic; letters in one piece can be copied
        "@expo-google-fonts/vazirmatn",
        "0.4.1",
        "vazirmatn",
        {
            "400Regular/Vazirmatn_400Regular.ttf": "regular.ttf",
            "700Bold/Vazirmatn_700Bold.ttf": "bold.ttf",
            "LICENSE_FONT": "LICENSE",
        },
    ),
)

ICONS = Package("lucide-static", "1.62.0", "lucide")

ICON_NAMES = """
anchor arrow-down arrow-left arrow-left-right arrow-right arrow-up arrow-up-down badge-check ban
bell camera book-open briefcase building-2 calendar-clock calendar-days calendar-plus chart-line check
chevron-down chevron-left chevron-right chevron-up circle circle-alert circle-check
circle-question-mark circle-user clock contrast copy download ellipsis euro external-link eye
eye-off factory file-text flag footprints funnel globe graduation-cap hand-helping handshake
heart-handshake history house info key-round keyboard landmark languages lightbulb link list
list-checks locate lock log-in log-out mail map map-pin menu merge message-circle-question-mark
message-square milestone minus monitor moon network pencil phone plus printer qr-code refresh-cw
route save school search settings share-2 shield smartphone square star store sun sunrise table tag target thumbs-down
thumbs-up trash-2 triangle-alert undo-2 unlink upload user user-plus users waypoints wifi-off x
""".split()  # noqa: SIM905

PMTILES_LICENCE = """\
Copyright 2021 Protomaps LLC (BSD 3-Clause)

Redistribution and use in source and binary forms, with or without modification, are permitted provided that
the following conditions are met:

1. Redistributions of source code must retain the above copyright notice, this list of conditions and the
   following disclaimer.
2. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the
   following disclaimer in the documentation and/or other materials provided with the distribution.
3. Neither the name of the copyright holder nor the names of its contributors may be used to endorse or promote
   products derived from this software without specific prior written permission.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES,
INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL,
SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY,
WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE
USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
"""


def npm_pack(package: Package, folder: Path) -> Path:
    """Download one package with the npm client and return the folder of its unpacked files."""
    done = subprocess.run(
        ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    tarball = folder / done.stdout.strip().splitlines()[-1]
    target = folder / package.folder
    with tarfile.open(tarball) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def cleaned(content: bytes, name: str, layer: str) -> bytes:
    """The file as we ship it: without source map links; style sheets inside `layer` where one is given."""
    if not name.endswith((".js", ".mjs", ".css")):
        return content
    text = content.decode("utf-8")
    text = re.sub(r"(?m)^[ \t]*(//|/\*)[#@] ?sourceMappingURL=[^\n]*\n?", "", text)
    text = re.sub(r"/\*[#@] ?sourceMappingURL=[^*]*\*/", "", text).rstrip() + "\n"
    if layer and name.endswith(".css"):
        text = text.removeprefix('@charset "UTF-8";')
        text = f"@layer {layer} {{\n{text}}}\n"
    return text.encode("utf-8")


def sprite(folder: Path) -> bytes:
    """One SVG with a `<symbol>` for each icon of ICON_NAMES; strokes follow the text colour."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.Element(f"{{{SVG}}}svg")
    for name in ICON_NAMES:
        icon = ElementTree.parse(folder / "icons" / f"{name}.svg").getroot()
        symbol = ElementTree.SubElement(
            root,
            f"{{{SVG}}}symbol",
            {
                "id": name,
                "viewBox": icon.attrib["viewBox"],
                "fill": "none",
                "stroke": "currentColor",
                "stroke-width": "1.75",
                "stroke-linecap": "round",
                "stroke-linejoin": "round",
            },
        )
        for shape in icon:
            shape.tail = None
            symbol.append(shape)
        symbol.tail = "\n"
    return ElementTree.tostring(root, encoding="utf-8") + b"\n"


def vendor() -> None:
    """Fetch every package and write its files, the sprite and the checksums."""
    with tempfile.TemporaryDirectory() as scratch:
        for package in PACKAGES:
            source = npm_pack(package, Path(scratch))
            target = VENDOR / package.folder
            target.mkdir(parents=True, exist_ok=True)
            for inside, name in package.files.items():
                (target / name).write_bytes(cleaned((source / inside).read_bytes(), name, package.layer))
            print(f"{package.name} {package.version}: {len(package.files)} files")
        source = npm_pack(ICONS, Path(scratch))
        target = VENDOR / ICONS.folder
        target.mkdir(parents=True, exist_ok=True)
        (target / "icons.svg").write_bytes(sprite(source))
        (target / "LICENSE").write_bytes((source / "LICENSE").read_bytes())
        print(f"{ICONS.name} {ICONS.version}: {len(ICON_NAMES)} icons")
    # The pmtiles tarball has no licence file of its own, only the field in package.json.
    (VENDOR / "pmtiles" / "LICENSE").write_text(PMTILES_LICENCE)
    # Nor has ODK's engine: its package.json says Apache-2.0.
    (VENDOR / "xforms-engine" / "LICENSE").write_bytes(APACHE.read_bytes())
    versions = (f"{package.name} {package.version}\n" for package in (*PACKAGES, ICONS))
    (VENDOR / "VERSIONS").write_text("".join(versions))
    CHECKSUMS.write_text("".join(f"{digest}  {name}\n" for name, digest in sorted(checksums().items())))


def checksums() -> dict[str, str]:
    """SHA-256 of every vendored file, by its path under the vendor folder."""
    return {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path != CHECKSUMS
    }


def recorded() -> dict[str, str]:
    """The checksums as committed, in the format of `sha256sum`."""
    pairs = (line.split("  ", 1) for line in CHECKSUMS.read_text().splitlines())
    return {name: digest for digest, name in pairs}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only compare the files with checksums.sha256")
    if not parser.parse_args().check:
        vendor()
        return 0
    found, expected = checksums(), recorded()
    for name in sorted(found.keys() | expected.keys()):
        if found.get(name) != expected.get(name):
            print(f"{name}: differs from checksums.sha256", file=sys.stderr)
    return 0 if found == expected else 1


if __name__ == "__main__":
    sys.exit(main())
