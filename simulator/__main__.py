"""Command line: `python -m simulator --port N`."""

import argparse
import random

from simulator.app import create_app
from simulator.server import serve


def main() -> None:
    parser = argparse.ArgumentParser(prog="simulator", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="0 picks a free port")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument(
        "--retry-scale", type=float, default=1.0, help="multiplies every webhook retry delay"
    )
    parser.add_argument("--seed", type=int, help="makes ids and probabilities repeatable")
    options = parser.parse_args()
    app = create_app(rng=random.Random(options.seed), retry_scale=options.retry_scale)
    serve(app, options.host, options.port)


if __name__ == "__main__":
    main()
