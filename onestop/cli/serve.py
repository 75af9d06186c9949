"""`onestop serve`: the whole platform by one command. Database, then index worker and web server side by side."""

import errno
import http.client
import json
import logging
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from django.utils.translation import gettext as _

from onestop.cli.children import Child, end_all
from onestop.cli.follow import assess
from onestop.core.errors import UserError

log = logging.getLogger(__name__)
LOOK_EVERY_SECONDS = 0.2
START_WITHIN_SECONDS = 60
STOP_WITHIN_SECONDS = 20  # the worker finishes its batch, the server its requests
RESTART_AFTER_SECONDS = 2
THREADS = 4  # of a web process: more only wait for each other in Python


class Stop(BaseException):
    """Ctrl-C, SIGTERM, or a closed terminal."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="监听的端口")
@click.option("--demo", is_flag=True, help="数据库为空时载入演示区")
@click.option("--no-worker", is_flag=True, help="不启动索引进程（它在别处运行）")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="网页进程数")
@click.option("--json", "as_json", is_flag=True, help="JSON")
def serve(host: str, port: int, demo: bool, no_worker: bool, workers: int, as_json: bool) -> None:
    """建好数据库，启动索引进程和网页服务；Ctrl-C 停止。"""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _on_signal)
    try:
        _require_free(host, port)
        _prepare(demo=demo, is_silent=as_json)
        with _children() as children:
            children["server"] = Child("granian", *_server_options(host, port, workers))
            if not no_worker:
                children["worker"] = _worker()
            _wait_until_it_answers(children["server"], host, port)
            _announce(host, port, as_json)
            _look_after(children)
    except Stop:
        return


def _on_signal(number: int, frame: Any) -> None:
    raise Stop


def _require_free(host: str, port: int) -> None:
    """Ask before anything is done: the server would only say so after the database is made."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        where = {"host": host, "port": port, "reason": error.strerror}
        if error.errno == errno.EADDRINUSE:
            raise UserError(
                "serve.port_taken",
                _("%(host)s 的端口 %(port)d 已被占用") % where,
                _("请先停止占用它的程序，或换一个端口，例如 onestop serve --port %d") % (port + 1),
            ) from error
        raise UserError(
            "serve.address",
            _("不能在 %(host)s 的端口 %(port)d 上监听：%(reason)s") % where,
            _("请用 --host 和 --port 指定本机的地址和 1024 以上的端口"),
        ) from error


def _prepare(*, demo: bool, is_silent: bool) -> None:
    from django.core.management import call_command

    _require_writable()
    call_command("migrate", interactive=False, verbosity=0)
    if demo:
        _load_demonstration(is_silent)


def _require_writable() -> None:
    from django.conf import settings

    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR):
            pass
    except OSError as error:
        raise UserError(
            "serve.data_folder",
            _("数据文件夹 %(folder)s 不可写：%(reason)s")
            % {"folder": settings.DATA_DIR, "reason": error.strerror},
            _("请改正它的权限，或把环境变量 ONESTOP_DATA 设为可写的文件夹"),
        ) from error


def _load_demonstration(is_silent: bool) -> None:
    """And index it, so that the first visitor finds it. One that was interrupted is completed."""
    from onestop.demo import services
    from onestop.records.models import Patent
    from onestop.search.services import catch_up

    total = services.total()
    if services.holds_real_records() or Patent.objects.count() == total:
        return
    with click.progressbar(length=2 * total, label=_("载入演示区"), file=sys.stderr, hidden=is_silent) as bar:
        services.load(bar.update)
        catch_up(bar.update)
    assess(is_silent=is_silent)


@contextmanager
def _children() -> Iterator[dict[str, Child]]:
    children: dict[str, Child] = {}
    try:
        yield children
    finally:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave anybody behind
        end_all(list(children.values()), STOP_WITHIN_SECONDS)


def _worker() -> Child:
    return Child("onestop.cli", "worker")


def _server_options(host: str, port: int, workers: int) -> tuple[str, ...]:
    return (
        *("--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning"),
        *("--respawn-failed-workers", "--workers-kill-timeout", str(STOP_WITHIN_SECONDS // 2)),
        "onestop.wsgi:application",
    )


def _wait_until_it_answers(server: Child, host: str, port: int) -> None:
    until = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < until:
        if not server.is_running():
            raise _server_ended()
        if status := _status_of_home(host, port):
            if status < http.client.BAD_REQUEST or status == http.client.SERVICE_UNAVAILABLE:
                return  # unavailable: the worker makes the index anew, after an upgrade
            raise UserError(
                "serve.unwell",
                _("网页服务启动了，但首页应答 %d") % status,
                _("请运行 onestop doctor 查看原因"),
            )
        time.sleep(LOOK_EVERY_SECONDS)
    message = _("网页服务 %d 秒内没有应答") % START_WITHIN_SECONDS
    raise UserError("serve.slow", message, _("请查看上面的日志；onestop doctor 可查出常见原因"))


def _status_of_home(host: str, port: int) -> int:
    """0: nobody answers yet."""
    connection = http.client.HTTPConnection(_reachable(host), port, timeout=START_WITHIN_SECONDS)
    try:
        connection.request("GET", "/", headers={"Host": _served_name()})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _reachable(host: str) -> str:
    """A server that listens on all addresses is asked on this machine's own."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def _served_name() -> str:
    """A host name that the settings allow."""
    from django.conf import settings

    name = next(iter(settings.ALLOWED_HOSTS), "localhost")
    return "localhost" if name == "*" else name.removeprefix(".")


def _announce(host: str, port: int, as_json: bool) -> None:
    name = _reachable(host)
    address = f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"
    click.echo(json.dumps({"address": address}) if as_json else _("已启动：%s （按 Ctrl-C 停止）") % address)


def _look_after(children: dict[str, Child]) -> None:
    """Until a signal comes: a worker that died is started again, a server that died ends everything."""
    while True:
        time.sleep(LOOK_EVERY_SECONDS)
        if not children["server"].is_running():
            raise _server_ended()
        if "worker" in children and not children["worker"].is_running():
            log.warning("the worker died and is started again")
            children["worker"].end(time.monotonic())
            time.sleep(RESTART_AFTER_SECONDS)
            children["worker"] = _worker()


def _server_ended() -> UserError:
    return UserError(
        "serve.ended", _("网页服务意外结束"), _("原因见上面的日志；onestop doctor 可查出常见原因")
    )
