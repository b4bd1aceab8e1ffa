// Runs compile_tree.py under CPython 3.13 compiled to WebAssembly, so that a
// machine without Python 3.13 makes the bytecode Lambda's Python 3.13 reads.
// Bytecode depends on the Python version, not on the processor.
import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const folder = process.argv[2];
const script = new URL("./compile_tree.py", import.meta.url);

const python = await loadPyodide({ env: { PYTHONHASHSEED: "0" } });
python.mountNodeFS("/layer", folder);
python.globals.set("__name__", "compile_tree");
python.runPython(readFileSync(script, "utf8"));
const compiled = python.runPython('compile_folder("/layer")');
process.exit(compiled ? 0 : 1);
