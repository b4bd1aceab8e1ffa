"""Compiles a folder to bytecode that needs no source check.

Run under the interpreter the bytecode is for, never imported by the project:
``python compile_tree.py FOLDER``. It must not import anything of ours.

``unchecked-hash``: packaging sets all dates to one value, so bytecode that
checks the date of its source would be thrown away at every cold start.
"""

import compileall
import py_compile
import sys


def compile_folder(folder: str) -> bool:
    return bool(
        compileall.compile_dir(
            folder,
            maxlevels=30,
            quiet=1,
            force=True,
            # Tracebacks name the file as it lies in Lambda, and a build
            # folder's name does not change the bytes.
            stripdir=folder,
            prependdir="/opt/python",
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
    )


if __name__ == "__main__":
    sys.exit(0 if compile_folder(sys.argv[1]) else 1)
