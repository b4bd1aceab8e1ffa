"""Where things lie in the checkout."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
FUNCTIONS = ROOT / "functions"
PACKAGE_ROOT = ROOT / "layers" / "orderloom" / "python"
RUNTIME_LOCK = ROOT / "requirements" / "runtime.txt"
PRUNE_LIST = ROOT / "layers" / "dependencies" / "prune.txt"
TOOLS = ROOT / ".venv" / "bin"
EMULATOR_PYTHON = ROOT / ".ministack" / "bin" / "python"
CDK_CLI = ROOT / "node_modules" / ".bin" / "cdk"
PYODIDE = ROOT / "node_modules" / "pyodide"
