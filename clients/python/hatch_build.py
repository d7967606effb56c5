"""Puts the program into a wheel.

UNDERSTUDY_WHEEL_BINARY names it, and UNDERSTUDY_WHEEL_PLATFORM the platform that it is for, such as win_amd64. Without them it is built
for this machine, where this is a checkout and Go is there; else the wheel has no program, and the package says so when it is asked for one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ProgramHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        binary = os.environ.get("UNDERSTUDY_WHEEL_BINARY") or self._built()
        if not binary:
            return
        platform = os.environ.get("UNDERSTUDY_WHEEL_PLATFORM") or sysconfig.get_platform().replace("-", "_").replace(".", "_")
        name = "understudy.exe" if platform.startswith("win") else "understudy"
        build_data["force_include"][binary] = f"understudy_mock/bin/{name}"
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"

    def _built(self) -> str:
        root = Path(self.root).parent.parent
        if not (root / "cmd" / "understudy").is_dir() or not shutil.which("go"):
            return ""
        self._folder = tempfile.TemporaryDirectory()
        binary = str(Path(self._folder.name) / "understudy")
        env = {**os.environ, "CGO_ENABLED": "0"}
        flags = ["-trimpath", "-pgo=cmd/understudy/serve.pprof", "-ldflags=-s", "-o", binary]
        subprocess.run(["go", "build", *flags, "./cmd/understudy"], cwd=root, env=env, check=True)
        return binary
