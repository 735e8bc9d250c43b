"""Asks the service what its own OpenAPI allows and what it forbids: `pip install schemathesis`, then
`python with_schemathesis.py SERVER [EXAMPLES]`.

SERVER is the base URL of `sanctions-screen serve`; EXAMPLES is how many are tried for each operation. The exit code is 0 if
nothing is found, or if schemathesis is not installed, which is said.
"""

import importlib.util
import pathlib
import subprocess
import sys


def main(server: str, examples: str = "10") -> int:
    if importlib.util.find_spec("schemathesis") is None:
        print("skipped: schemathesis is not installed; `pip install schemathesis`")
        return 0
    settings = pathlib.Path(__file__).with_name("schemathesis.toml")
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", settings, "run", f"{server}/openapi.json"]
    options = ["--checks", "all", "--mode", "all", "--max-examples", examples, "--seed", "1", "--no-color"]
    return subprocess.run(command + options, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
