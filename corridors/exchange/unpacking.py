"""Files from elsewhere before anything reads them: no address, not too large, archives that unpack to little."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from corridors.errors import BadInput
from corridors.wording.sentences import sentence

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
        raise BadInput(
            sentence(
                "{name!r} is an address or a virtual path; download the file and name its place", name=str(name)[:80]
            )
        )
    path = Path(name)
    if not path.exists():
        raise BadInput(sentence("{path}: there is no such file", path=path))
    if path.is_dir():
        return path
    if not path.is_file():
        raise BadInput(sentence("{path}: this is no file", path=path))
    if not (size := path.stat().st_size):
        raise BadInput(sentence("{path}: the file is empty", path=path))
    if size > MAX_BYTES:
        raise BadInput(
            sentence(
                "{path}: {mib} MiB is more than {most}; cut out the lines that are needed",
                path=path,
                mib=size // MIB,
                most=MAX_BYTES // MIB,
            )
        )
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
            sentence(
                "{path}: cannot be unpacked ({reason}); is it whole, and a zip file without a password?",
                path=path,
                reason=str(error),
            )
        ) from None


def _judge(path: Path, members: list[zipfile.ZipInfo]) -> None:
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if len(members) > MAX_MEMBERS:
        raise BadInput(
            sentence(
                "{path}: {count} files in one archive; pack only the layer that is needed",
                path=path,
                count=len(members),
            )
        )
    if unpacked > MAX_UNPACKED or (unpacked > MIB and unpacked > MAX_RATIO * max(packed, 1)):
        raise BadInput(
            sentence("{path}: unpacks to {mib} MiB, as no map data do; not unpacked", path=path, mib=unpacked // MIB)
        )
    for member in members:
        parts = Path(member.filename.replace("\\", "/")).parts
        if member.filename.startswith("/") or ".." in parts or ":" in parts[0]:
            raise BadInput(
                sentence(
                    "{path}: {name!r} leads out of the archive; not unpacked", path=path, name=member.filename[:60]
                )
            )


def _one(packed: zipfile.ZipFile, member: zipfile.ZipInfo, into: Path) -> Path:
    place = into / member.filename.replace("\\", "/")
    place.parent.mkdir(parents=True, exist_ok=True)
    left = member.file_size
    with packed.open(member) as source, place.open("wb") as target:
        while block := source.read(MIB):
            left -= len(block)
            if left < 0:
                raise BadInput(
                    sentence(
                        "{file}: {name!r} is larger than it claims; not unpacked",
                        file=packed.filename,
                        name=member.filename,
                    )
                )
            target.write(block)
    return place
