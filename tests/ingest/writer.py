"""Takes in a file as `kabar ingest` does, with the quick reader, and prints each article when it is reported as done.

usage: python writer.py ARCHIVE SOURCE [BYTES]   (BYTES: a limit on the size of a file, for a disk that fills up)
       python writer.py                          (archives and sources on standard input, a process for each)
"""

import os
import resource
import signal
import sys

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


def serve() -> None:
    """A process of its own for each line "ARCHIVE<tab>SOURCE" of standard input; they start at once, all being imported."""
    for line in sys.stdin:
        if pid := os.fork():
            os.waitpid(pid, 0)
            print("ended", flush=True)
        else:
            print(os.getpid(), flush=True)
            main(*line.rstrip("\n").split("\t"))
            sys.stdout.flush()
            os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:]) if sys.argv[1:] else serve()
