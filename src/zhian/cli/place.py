"""Where a demo stands: its folder, its address. Claims both before anything is made, or says why it cannot."""

import fcntl
import os
import shutil
import socket
from pathlib import Path
from typing import Self

from .setup import refuse

LEAST_FREE = 500 * 1024 * 1024
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104, these are recognised here, not listened on


class Place:
    """A folder that one demo at a time runs in. Its lock file also tells a demo's folder from a real installation's."""

    def __init__(self, home: Path, host: str, port: int) -> None:
        self.home, self.host, self.port = home, host, port

    def __enter__(self) -> Self:
        self._make_folder()
        self._claim_folder()
        self._try_address()
        return self

    def __exit__(self, *_: object) -> None:
        self.lock.close()

    def clear(self) -> None:
        """Throws away all that the demo has made; that the folder is a demo's, `_claim_folder` has seen to."""
        for path in set(self.home.iterdir()) - {self._lock_file}:
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    @property
    def address(self) -> str:
        """What to type into a browser on this machine."""
        return f"http://{'127.0.0.1' if self.host in EVERYWHERE else self.host}:{self.port}"

    @property
    def address_for_others(self) -> str:
        """What to type into a phone in the same network; empty when the demo listens to this machine only."""
        return f"http://{_address_in_network()}:{self.port}" if self.host in EVERYWHERE else ""

    def settings(self) -> dict[str, str]:
        """What the program reads from its environment to run here."""
        hosts = {"localhost", "127.0.0.1", "[::1]", self.host}
        if self.host in EVERYWHERE:
            hosts |= {_address_in_network(), socket.gethostname()}
        return {
            "ZHIAN_HOME": str(self.home),
            "ZHIAN_HOSTS": ",".join(sorted(hosts)),
            "ZHIAN_ADDRESS": self.address_for_others or self.address,
            "ZHIAN_RELEASE_MINUTES": os.environ.get("ZHIAN_RELEASE_MINUTES", "2"),  # nobody watches a demo for an hour
        }

    @property
    def _lock_file(self) -> Path:
        return self.home / "demo.lock"

    def _make_folder(self) -> None:
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            self.home.joinpath(".writable").touch()
            self.home.joinpath(".writable").unlink()
        except OSError as error:
            refuse(
                f"无法写入文件夹 {self.home}（{error.strerror}）。请换用可写的文件夹：ZHIAN_HOME=… script/demo",
                f"The folder {self.home} cannot be written ({error.strerror})."
                " Choose another: ZHIAN_HOME=… script/demo",
            )
        if shutil.disk_usage(self.home).free < LEAST_FREE:
            refuse(
                f"磁盘空间不足：{self.home} 所在磁盘至少需要 500 MB 可用空间。请清理磁盘后重试。",
                f"The disk is nearly full: {self.home} needs 500 MB of free space. Make room and try again.",
            )

    def _claim_folder(self) -> None:
        if self.home.joinpath("zhian.sqlite3").exists() and not self._lock_file.exists():
            refuse(
                f"{self.home} 中的数据不是由演示程序建立的，为安全起见不予使用。请另选文件夹：ZHIAN_HOME=… script/demo",
                f"The data in {self.home} were not made by the demo, so it leaves them alone."
                " Choose another folder: ZHIAN_HOME=… script/demo",
            )
        self.lock = self._lock_file.open("a+", encoding="utf-8")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.lock.seek(0)
            running = self.lock.read().strip()
            refuse(
                f"演示程序已在运行：{running}。请先在其窗口按 Ctrl-C 停止。",
                f"The demo is already running at {running}. Stop it first with Ctrl-C in its window.",
            )
        self.lock.truncate(0)
        self.lock.write(self.address)
        self.lock.flush()

    def _try_address(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                door.bind((self.host, self.port))
                door.listen()
            except PermissionError:
                refuse(
                    f"没有权限使用端口 {self.port}。请使用 1024 以上的端口：script/demo --port 8000",
                    f"Port {self.port} may not be used by this user. Choose one above 1024: script/demo --port 8000",
                )
            except socket.gaierror:
                refuse(f"地址 {self.host} 无效。", f"{self.host} is not an address of this machine.")
            except OSError:
                refuse(
                    f"端口 {self.port} 已被占用（或地址 {self.host} 不属于本机）。"
                    f"请换一个端口：script/demo --port {self.port + 1}",
                    f"Port {self.port} is in use (or {self.host} is not this machine's)."
                    f" Choose another: script/demo --port {self.port + 1}",
                )


def _address_in_network() -> str:
    """This machine's address as its neighbours see it. Nothing is sent: the system only says which way it would go."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return way.getsockname()[0]
