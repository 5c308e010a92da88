"""The command `crossfoot`."""

import signal
import sys

from . import _native, started


def main() -> int:
    """Runs the command line with the arguments of the process."""
    # Python would only note an interrupt, and handle it when the work is done.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _native.main(["crossfoot", *sys.argv[1:]], *started())


if __name__ == "__main__":
    sys.exit(main())
