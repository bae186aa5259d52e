"""The base map is drawn and the paths are gathered beside the import, by a process of its own: it takes as long as
everything else. The paths lie beside the tiles (`network.beside`).

`python -m kogge.actors.importing.drawing FILE.osm.gz OUT.pmtiles [ATTRIBUTION]` needs no Django and no database.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType


class Drawing:
    """`with Drawing(osm, folder) as drawing:` starts it, `drawing.wait()` gives the file; both end with the block."""

    def __init__(self, osm: Path, folder: Path, attribution: str = "") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.osm, self.attribution = osm, attribution
        self._room = TemporaryDirectory(prefix="drawing-", dir=folder)
        self.out = Path(self._room.name) / "area.pmtiles"
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Drawing:
        command = [sys.executable, "-m", __name__, str(self.osm), str(self.out)]
        if self.attribution:
            command.append(self.attribution)
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        return self

    def wait(self) -> Path | None:
        """The tiles, or None where the file holds nothing to draw. Raises RuntimeError with the last line."""
        assert self._process is not None
        _out, said = self._process.communicate()
        if self._process.returncode == NOTHING:
            return None
        if self._process.returncode != 0:
            raise RuntimeError((said.strip().splitlines() or ["drawing the base map failed"])[-1])
        return self.out

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.communicate()
        self._room.cleanup()


NOTHING = 3


def main() -> int:
    """Draw; exit status 3 where there is nothing to draw."""
    from kogge.actors.importing.network import beside, write
    from kogge.actors.importing.readers import UnreadableFile
    from kogge.actors.importing.readers.basemap import OSM, make_tiles
    from kogge.actors.importing.readers.paths import paths

    osm, out = Path(sys.argv[1]), Path(sys.argv[2])
    try:
        make_tiles(osm, out, attribution=sys.argv[3] if len(sys.argv) > 3 else OSM)
        found = paths(osm)
        if found is not None:
            write(found, beside(out))
    except UnreadableFile as error:
        print(error, file=sys.stderr)
        return NOTHING
    return 0


if __name__ == "__main__":
    sys.exit(main())
