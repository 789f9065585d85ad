"""`pip install .` makes the command channel-dump and the package ari."""

import shutil
import subprocess
import sys

from asterisk import REPOSITORY
from process import plain_environment


def test_pip_installs_the_command_and_the_package(standin, tmp_path):
    """The command lists channels, and a script elsewhere can import the typed package."""
    source, environment = tmp_path / "source", tmp_path / "environment"
    files = shutil.ignore_patterns(".*", "build", "*.egg-info", "tests")
    shutil.copytree(REPOSITORY, source, ignore=files)
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    install = [environment / "bin/pip", "install", "-q", "--disable-pip-version-check", source]
    subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
    script = subprocess.Popen(
        [environment / "bin/channel-dump", "--url", standin.url],
        cwd=tmp_path,
        env=plain_environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    with script:
        standin.wait_for()
        script.terminate()
        assert script.stdout.read() == "No channels currently :-(\n"
        assert script.wait(10) == 0
    where = "import ari, pathlib; print((pathlib.Path(ari.__file__).parent / 'py.typed').exists())"
    python = [environment / "bin/python", "-c", where]
    done = subprocess.run(python, cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout == "True\n"
