"""The wheel holds the data, and works from another folder."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return next(out.glob("*.whl"))


def test_the_wheel_works_elsewhere(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        packed.extractall(tmp_path / "site")
    assert "corridors/geodata/nodes.csv" in names
    assert "corridors/geodata/corridors/rkti.toml" in names
    assert any(n.endswith("leaflet.js") for n in names)
    assert not any(n.startswith(("tests/", "geodata/")) for n in names)
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r})\n"
        "import corridors as co; from pathlib import Path\n"
        "net = co.load(); assert 'site' in str(net.root), net.root\n"
        "print(len(net.corridors), co.max_flow(net, 'rkti').value_mtpa > 0)\n"
        "path = Path('drawn') / 'rkti.html'\n"
        "co.draw(net, corridors=['rkti'], scenarios=['today']).save(path)\n"
        "print(path.stat().st_size > 100_000)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["15", "True", "True"]
