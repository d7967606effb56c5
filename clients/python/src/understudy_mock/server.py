"""The program: where it is, and one that runs for as long as this process does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from ._http import UnderstudyError
from .client import Mock

_WINDOWS = os.name == "nt"


def binary_path() -> Path:
    """Find the program: the one that UNDERSTUDY_BINARY names, or that of the wheel."""
    named = os.environ.get("UNDERSTUDY_BINARY")
    path = Path(named) if named else Path(__file__).parent / "bin" / ("understudy.exe" if _WINDOWS else "understudy")
    if path.is_file():
        return path
    if named:
        raise UnderstudyError(f"UNDERSTUDY_BINARY names {named}, where there is no file; name the program, or unset it")
    raise UnderstudyError(
        "this installation of understudy-mock has no program: it was not installed from the wheel of this platform. Reinstall it with "
        "`pip install --force-reinstall --only-binary understudy-mock understudy-mock`, or name a program in UNDERSTUDY_BINARY"
    )


class Server:
    """A mock that runs until ``stop``, until the end of ``with``, or until this process ends, however it does."""

    def __init__(self, url: str, process: subprocess.Popen[str], log: IO[str], control_token: str | None) -> None:
        self.url = url
        self.pid = process.pid
        #: The client of its default namespace.
        self.mock = Mock(url, control_token=control_token)
        self._process, self._log = process, log

    def stop(self) -> None:
        """End it; nothing happens if it has ended. On Windows it is killed, and writes nothing at its end, such as its coverage."""
        _end(self._process)
        self._log.close()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start(flags: Sequence[str] = (), *, port: int = 0, control_token: str | None = None) -> Server:
    """Start a mock on a free port, or on ``port``, with flags of ``understudy serve``."""
    env = dict(os.environ)
    if control_token:
        env["UNDERSTUDY_CONTROL_TOKEN"] = control_token
    address = [] if any(flag.split("=")[0] == "--addr" for flag in flags) else ["--addr", f"127.0.0.1:{port}"]
    log = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
    process = subprocess.Popen(
        [str(binary_path()), "serve", *address, "--stop-with", str(os.getpid()), *flags],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=log,
        env=env,
        text=True,
        # Ctrl-C is for the tests, which may still need the mock.
        start_new_session=not _WINDOWS,
        creationflags=0x200 if _WINDOWS else 0,  # CREATE_NEW_PROCESS_GROUP
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    if url:
        return Server(url, process, log, control_token or env.get("UNDERSTUDY_CONTROL_TOKEN"))
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)
    _end(process)
    with log:
        log.seek(0)
        raise UnderstudyError(f"the mock did not start (exit status {process.returncode}):\n{log.read().strip()}")


def _end(process: subprocess.Popen[str]) -> None:
    if process.stdout is not None:
        process.stdout.close()
    for patience in (2, 10):  # the second time what is in flight is cut
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
            return
    process.kill()
    process.wait()


def main() -> None:
    """Become the program: what the command ``understudy`` does."""
    try:
        command = [str(binary_path()), *sys.argv[1:]]
    except UnderstudyError as e:
        sys.exit(f"understudy: {e}")
    if not _WINDOWS:
        os.execv(command[0], command)
    for name in ("SIGINT", "SIGBREAK"):  # the console sends them to the program, too, which decides
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: None)
    env = dict(os.environ)
    if sys.argv[1:2] == ["serve"]:  # a server does not stay behind when this process is killed
        env.setdefault("UNDERSTUDY_STOP_WITH", str(os.getpid()))
    sys.exit(subprocess.call(command, env=env))
