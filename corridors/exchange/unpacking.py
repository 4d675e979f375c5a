"""Files from elsewhere before anything reads them: no address, not too large, archives that unpack to little."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from corridors.errors import BadInput

MIB = 1024 * 1024
MAX_BYTES = 512 * MIB
MAX_UNPACKED = 1024 * MIB
MAX_RATIO = 300  # plain CSV of zeros reaches about this; a bomb far more
MAX_MEMBERS = 500
ADDRESS = re.compile(
    r"^\s*(/?vsi\w+|[A-Za-z][A-Za-z0-9+.-]*://|(PG|MySQL|WFS|WMS|HTTP|HTTPS|OAPIF|GPKG|ZARR|S3):)", re.I
)


def local_file(name: str | Path) -> Path:
    """The path of a file or folder that may be read.

    Raises
    ------
    BadInput
        An address or a path of GDAL's virtual file systems, nothing there, empty, or too large.
    """
    if ADDRESS.match(str(name)) or "/vsi" in str(name):
        raise BadInput(f"{str(name)[:80]!r} is an address or a virtual path; download the file and name its place")
    path = Path(name)
    if not path.exists():
        raise BadInput(f"{path}: there is no such file")
    if path.is_dir():
        return path
    if not path.is_file():
        raise BadInput(f"{path}: this is no file")
    if not (size := path.stat().st_size):
        raise BadInput(f"{path}: the file is empty")
    if size > MAX_BYTES:
        raise BadInput(f"{path}: {size // MIB} MiB is more than {MAX_BYTES // MIB}; cut out the lines that are needed")
    return path


def unpack(path: Path, into: Path) -> list[Path]:
    """The files of an archive, unpacked flat enough to be read and never outside a folder.

    Raises
    ------
    BadInput
        No archive, damaged, locked, or one that unpacks to more than is reasonable.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            members = [m for m in packed.infolist() if not m.is_dir()]
            _judge(path, members)
            return [_one(packed, member, into) for member in members]
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise BadInput(
            f"{path}: cannot be unpacked ({error}); is it whole, and a zip file without a password?"
        ) from None


def _judge(path: Path, members: list[zipfile.ZipInfo]) -> None:
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if len(members) > MAX_MEMBERS:
        raise BadInput(f"{path}: {len(members)} files in one archive; pack only the layer that is needed")
    if unpacked > MAX_UNPACKED or (unpacked > MIB and unpacked > MAX_RATIO * max(packed, 1)):
        raise BadInput(f"{path}: unpacks to {unpacked // MIB} MiB, as no map data do; not unpacked")
    for member in members:
        parts = Path(member.filename.replace("\\", "/")).parts
        if member.filename.startswith("/") or ".." in parts or ":" in parts[0]:
            raise BadInput(f"{path}: {member.filename[:60]!r} leads out of the archive; not unpacked")


def _one(packed: zipfile.ZipFile, member: zipfile.ZipInfo, into: Path) -> Path:
    place = into / member.filename.replace("\\", "/")
    place.parent.mkdir(parents=True, exist_ok=True)
    left = member.file_size
    with packed.open(member) as source, place.open("wb") as target:
        while block := source.read(MIB):
            left -= len(block)
            if left < 0:
                raise BadInput(f"{packed.filename}: {member.filename!r} is larger than it claims; not unpacked")
            target.write(block)
    return place
