"""What several tests need."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from sanctions_screen import Screener

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def screener() -> Screener:
    """The bundled list."""
    return Screener.bundled()


@pytest.fixture(scope="session")
def program() -> str:
    """The command line, which prints what Rust answers: the one that is named, else the one that cargo builds."""
    if named := os.environ.get("SANCTIONS_SCREEN"):
        return named
    if shutil.which("cargo") is None:
        pytest.skip("needs cargo, or the path of the program in SANCTIONS_SCREEN")
    subprocess.run(
        [
            "cargo",
            "build",
            "--quiet",
            "--locked",
            "--workspace",
            "--exclude",
            "sanctions-screen-python",
            "--bin",
            "sanctions-screen",
        ],
        cwd=ROOT,
        check=True,
    )
    target = os.environ.get("CARGO_TARGET_DIR", "target")
    return str(ROOT / target / "debug" / "sanctions-screen")
