"""Takes in a file as `kabar ingest` does, with the quick reader, and prints each article when it is reported as done.

usage: python writer.py ARCHIVE SOURCE [BYTES]   (BYTES: a limit on the size of a file, for a disk that fills up)
"""

import resource
import signal
import sys
from pathlib import Path

import faked

import kabar
from kabar.errors import KabarError
from kabar.ingest import Settings, ingest, run
from kabar.intake.article import Given


def main(target: str, source: str, limit: str = "") -> None:
    for name, fake in (
        ("read_with_vectors", faked.read),
        ("load_resources", lambda language: None),
        ("model_digest", lambda: "m"),
    ):
        setattr(run, name, fake)
    if limit:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    try:
        with kabar.open(target) as archive:
            print("ready", flush=True)
            ingest(
                archive,
                [source],
                Settings(Given(language="en")),
                lambda d: print(d.name, d.result, sep="\t", flush=True),
            )
    except KabarError as error:
        print(f"kabar: {error}", file=sys.stderr)
        raise SystemExit(1) from None


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main(*sys.argv[1:])
