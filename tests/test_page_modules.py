"""The page's modules: linked into one script, and those that know no document tested by themselves with node."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from corridors.atlas import linker
from corridors.errors import BadInput
from corridors.names import plain

REPO = Path(__file__).parents[1]
WEB = REPO / "corridors" / "atlas" / "web"
MODULES = {p.relative_to(WEB).as_posix(): p.read_text(encoding="utf-8") for p in sorted(WEB.rglob("*.js"))}


def test_every_module_is_linked_once_and_after_what_it_imports():
    script = "\n".join(linker.scripts())
    place = {name: script.find(f"\nconst {linker._constant(name)} = (() => {{") for name in MODULES}
    assert min(place.values()) > 0
    for name, text in MODULES.items():
        assert script.count(f"\nconst {linker._constant(name)} = (() => {{") == 1
        for path, _ in linker._imports(name, text):
            assert place[path] < place[name], f"{path} is read after {name}, which imports it"


def test_the_first_script_has_only_what_the_first_picture_needs():
    first, rest = linker.scripts()
    reached = {n for n in MODULES if f"const {linker._constant(n)} = (() => {{" in first}
    assert {"first_picture.js", "map/lines.js", "core/opening_lines.js"} <= reached
    assert not [n for n in reached if n.startswith(("panels/", "output/")) or re.search(r"\bL\.", MODULES[n])]
    assert not [n for n in reached if f"const {linker._constant(n)} = (() => {{" in rest]


def test_no_import_or_export_is_left():
    assert not re.search(r"^(import|export)\b", "\n".join(linker.scripts()), re.MULTILINE)


@pytest.mark.parametrize(
    ("modules", "says"),
    [
        ({"main.js": 'import { a } from "./b.js";\n', "b.js": "export const c = 1;\n"}, "a from b"),
        (
            {
                "main.js": 'import { a } from "./b.js";\n',
                "b.js": 'import { c } from "./c.js";\nexport const a = 1;\n',
                "c.js": 'import { a } from "./b.js";\nexport const c = 1;\n',
            },
            "import each other",
        ),
        ({"main.js": "export default 1;\n"}, "does not know"),
        ({"main.js": 'import * as b from "./b.js";\n'}, "does not know"),
        ({"main.js": 'import { a } from "../b.js";\n'}, "outside"),
    ],
)  # fmt: skip
def test_what_the_linker_refuses(modules, says):
    with pytest.raises(BadInput, match=says):
        linker.linked(modules.__getitem__)


@pytest.mark.parametrize("name", [n for n in MODULES if n.startswith("core/")])
def test_core_knows_no_document(name):
    assert not re.search(r"\bdocument\b|\bL\.|from \"\.\./", MODULES[name]), f"{name} belongs to ui/ or map/"


def test_modules_by_themselves():
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    tests = sorted(str(p) for p in (REPO / "tests" / "page").glob("*.test.js"))
    run = subprocess.run([node, "--test", *tests], capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert re.search(r"^# pass [1-9]", run.stdout, re.MULTILINE)


def test_names_are_compared_as_in_the_command_line(net):
    """Every name and id that the page can find, and odd ones, without what people leave out."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    texts = {
        t for table in (net.links, net.nodes) for c in table if c.startswith(("name_", "other_")) for t in table[c]
    }
    for corridor in net.corridors.values():
        texts |= {corridor.code, corridor.id, *corridor.names.model_dump().values()}
    texts |= {
        *net.links.index,
        *net.nodes.index,
        *map(str, net.extra("cities")[["name_en", "name_ru", "name_kk"]].stack()),
    }
    texts |= {
        "ӘҒҚҢӨҰҮҺІ әғқңөұүһі Ёё Йй",
        "«R5» — Ақтау_Құрық",
        "Straße É é ﬁ ½",
        "  اینچه برون ",
        "",
        "№ 12/3",
        "İI",
        "ᾳ",
    }
    program = f"""import {{ plain }} from {json.dumps((WEB / "core/names.js").as_uri())};
        let text = ""; process.stdin.on("data", (part) => (text += part));
        process.stdin.on("end", () => console.log(JSON.stringify(JSON.parse(text).map(plain))));"""
    given = sorted(str(t) for t in texts)
    run = subprocess.run(
        [node, "--input-type=module", "-e", program],
        input=json.dumps(given), capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    found = dict(zip(given, json.loads(run.stdout), strict=True))
    assert len(found) > 1000
    assert found == {t: plain(t) for t in given}
    assert found["ӘҒҚҢӨҰҮҺІ әғқңөұүһі Ёё Йй"] == "агкноуухи агкноуухи ее ии"
