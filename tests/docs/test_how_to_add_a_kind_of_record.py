"""The page that tells how to add a kind of record is followed to the letter, in a folder and a database of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/how-to/add-a-kind-of-record.md"
BLOCK = re.compile(r"^\*\*`(?P<file>[^`]+)`\*\*.*?^```python\n(?P<code>.*?)^```$", re.DOTALL | re.MULTILINE)

OPERATIONS = """
import django; django.setup()
from zhian.site.api import api
print(*(each["operationId"] for ways in api.get_openapi_schema()["paths"].values() for each in ways.values()))
"""


def run(folder: Path, *command: str) -> str:
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}:{folder}",
        "ZHIAN_HOME": str(folder / "home"),
        "ZHIAN_MODULES": "handovers",
        "ZHIAN_DATABASE": f"sqlite:///{folder / 'home' / 'z.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "zhian.site.settings",
    }
    done = subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_the_page_is_followed_and_the_new_kind_works(tmp_path):
    blocks = {found["file"]: found["code"] for found in BLOCK.finditer(PAGE.read_text())}
    assert {"handovers/models.py", "handovers/services.py", "handovers/urls.py", "try_it.py"} <= blocks.keys()
    for name, code in blocks.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(code)

    run(tmp_path, "-m", "zhian", "manage", "makemigrations", "handovers")
    run(tmp_path, "-m", "zhian", "migrate")
    run(tmp_path, "-m", "zhian", "manage", "check")
    answer = run(tmp_path, "-c", "import django; django.setup(); exec(open('try_it.py').read())")
    assert re.fullmatch(r"HO-\d{4}-00001 taken\n", answer)
    operations = run(tmp_path, "-c", OPERATIONS).split()
    assert {"handovers_list", "handovers_file", "handovers_take"} <= set(operations)
