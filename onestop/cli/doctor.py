"""`onestop doctor`: whether everything is as it should be, and what to do where it is not."""

import json
import os
import platform
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from unicodedata import east_asian_width

import click
from django.utils.translation import gettext as _

GIB = 2**30
LITTLE_SPACE = 2 * GIB
NO_SPACE = GIB // 4
JOBS_WAIT = timedelta(minutes=1)
JOBS_STUCK = timedelta(hours=1)


class State(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    id: str
    state: State
    message: str
    hint: str = ""


Found = tuple[State, str, str]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="JSON")
def doctor(as_json: bool) -> None:
    """检查数据库、索引、数据文件夹、脚本和设置；有一项不通过时退出码为 1。"""
    findings = list(examine())
    healthy = all(finding.state != State.FAIL for finding in findings)
    if as_json:
        checks = [asdict(finding) for finding in findings]
        click.echo(json.dumps({"ok": healthy, "checks": checks}, ensure_ascii=False))
    else:
        _show(findings)
    raise click.exceptions.Exit(0 if healthy else 1)


def examine() -> Iterator[Finding]:
    """One finding of each check; a check that breaks has found something too."""
    for name, check in CHECKS.items():
        try:
            state, message, hint = check()
        except Exception as error:
            state, message, hint = State.FAIL, f"{type(error).__name__}: {error}", ""
        yield Finding(name, state, message, hint)


def _show(findings: list[Finding]) -> None:
    marks = {State.OK: ("✓", "green"), State.WARN: ("!", "yellow"), State.FAIL: ("✗", "red")}
    labels = {finding.id: _label(finding.id) for finding in findings}
    column = max(map(_width, labels.values())) + 2
    for finding in findings:
        mark, colour = marks[finding.state]
        label = labels[finding.id] + " " * (column - _width(labels[finding.id]))
        click.echo(f"{click.style(mark, fg=colour)} {label}{finding.message}")
        if finding.hint and finding.state != State.OK:
            click.echo(f"  {' ' * column}→ {finding.hint}")


def _width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _ok(message: str) -> Found:
    return State.OK, message, ""


def _versions() -> Found:
    found = ((name, version(name)) for name in ("onestop-ip", "Django", "tantivy", "granian"))
    return _ok(" · ".join((f"Python {platform.python_version()}", *(f"{a} {b}" for a, b in found))))


def _system() -> Found:
    """Django's own checks, among them those of our packages."""
    from django.core.checks import ERROR, run_checks

    messages = run_checks()
    if not messages:
        return _ok(_("没有问题"))
    worst = max(messages, key=lambda message: message.level)
    text = "; ".join(f"{message.id}: {message.msg}" for message in messages)
    return State.FAIL if worst.level >= ERROR else State.WARN, text, worst.hint or ""


def _database() -> Found:
    from django.db import connection

    connection.ensure_connection()
    numbers = ".".join(map(str, connection.get_database_version()))
    return _ok(f"{connection.display_name} {numbers} · {connection.settings_dict['NAME']}")


def _migrations() -> Found:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return _ok(_("已全部执行"))
    names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _backwards in plan[:5])
    hint = _("请运行 onestop manage migrate")
    return (
        State.FAIL,
        _("有 %(count)d 个迁移没有执行：%(names)s") % {"count": len(plan), "names": names},
        hint,
    )


def _wal() -> Found:
    from django.db import connection

    if connection.vendor != "sqlite":
        return _ok(_("不适用（%s）") % connection.display_name)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
    if mode == "wal":
        return _ok("WAL")
    hint = _("数据库须放在本机磁盘上，网络磁盘不支持 WAL")
    return State.FAIL, _("日志方式是 %s，写入时不能同时读取") % mode, hint


def _data_folder() -> Found:
    from django.conf import settings

    with tempfile.TemporaryFile(dir=settings.DATA_DIR):
        pass
    free = shutil.disk_usage(settings.DATA_DIR).free
    message = _("%(folder)s 可写，剩余 %(free).1f GB") % {"folder": settings.DATA_DIR, "free": free / GIB}
    if free < NO_SPACE:
        return State.FAIL, message, _("请立即腾出磁盘空间，否则写入会失败")
    if free < LITTLE_SPACE:
        return State.WARN, message, _("请腾出磁盘空间；重建索引需要约两倍于索引的空间")
    return _ok(message)


def _names() -> list[str]:
    from onestop.search.registry import sources

    return [each.document_type.name for each in sources()]


def _index() -> Found:
    from onestop.search import index

    unfit = [name for name in _names() if not index.fits(name)]
    if unfit:
        hint = _("请运行 onestop worker 或 onestop reindex，会自动建立")
        return State.WARN, _("没有索引，或索引属于旧版本：%s") % ", ".join(unfit), hint
    size = sum(map(index.size, _names()))
    return _ok(_("符合当前版本，%.1f MB") % (size / 2**20))


def _cluster() -> Found:
    from onestop.core.errors import UserError
    from onestop.search import cluster, index

    if not index.is_cluster():
        return _ok(_("索引在本机的文件夹里，没有设集群"))
    try:
        found = cluster.health(cluster.current())
    except UserError as error:
        return State.FAIL, error.message, error.hint
    message = _("%(name)s：%(status)s，%(nodes)d 个节点，%(shards)d 个分片没有分配") % {
        "name": found.name,
        "status": found.status,
        "nodes": found.nodes,
        "shards": found.unassigned,
    }
    hint = _("请查看集群的日志；缺少的副本在节点恢复后自动补齐")
    return _CLUSTER_STATES[found.status], message, hint


_CLUSTER_STATES = {"green": State.OK, "yellow": State.WARN, "red": State.FAIL}


def _difference() -> Found:
    """Opening an index that does not fit would fail or make one: `_index` speaks of those."""
    from onestop.search import index
    from onestop.search.services import compare

    found = {name: compare(name)[0] for name in _names() if index.fits(name)}
    different = {name: each for name, each in found.items() if each.total}
    if not different:
        return _ok(_("索引与记录一致") if found else _("没有可比较的索引"))
    text = "; ".join(
        _("%(name)s：缺 %(missing)d，旧 %(stale)d，多 %(surplus)d") % {"name": name, **asdict(each)}
        for name, each in different.items()
    )
    return State.WARN, text, _("worker 每小时自动修复；要立即修复，请运行 onestop reindex")


def _jobs() -> Found:
    from django.db.models import Count, Min

    from onestop.core import clock
    from onestop.search.models import IndexJob

    waiting = IndexJob.objects.aggregate(count=Count("pk"), oldest=Min("created_at"))
    if not waiting["count"]:
        return _ok(_("没有等待的任务"))
    age = clock.now() - waiting["oldest"]
    message = _("%(count)d 个改动等待写入索引，最早的等了 %(minutes)d 分钟") % {
        "count": waiting["count"],
        "minutes": age.total_seconds() // 60,
    }
    if age < JOBS_WAIT:
        return _ok(message)
    state = State.WARN if age < JOBS_STUCK else State.FAIL
    return state, message, _("请确认 onestop worker 在运行，并查看它的日志")


def _worker() -> Found:
    from onestop.search import index

    with index.writing(wait=False) as is_free:
        if not is_free:
            return _ok(_("有进程在写索引"))
    hint = _("请运行 onestop serve 或 onestop worker")
    return State.WARN, _("没有进程在写索引，新的改动检索不到"), hint


def _scripts() -> Found:
    from django.conf import settings

    missing = [prefix for prefix, folder in settings.STATICFILES_DIRS if not any(Path(folder).glob("*.js"))]
    if missing:
        hint = _("请在源代码的根目录运行 make setup 或 npm ci")
        return State.FAIL, _("缺少浏览器脚本：%s") % ", ".join(missing), hint
    return _ok(", ".join(prefix for prefix, _folder in settings.STATICFILES_DIRS))


def _translations() -> Found:
    from django.conf import settings

    texts = [path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po")]
    stale = [path for path in texts if not _is_compiled(path)]
    if texts and not stale:
        return _ok(", ".join(path.parts[-3] for path in texts))
    names = ", ".join(path.parts[-3] for path in stale) or "en"
    hint = _("请运行 make setup（或 pybabel compile -d onestop/locale -D django）")
    return State.WARN, _("译文没有编译：%s") % names, hint


def _is_compiled(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime


def _secret_key() -> Found:
    from django.conf import settings

    if os.environ.get("ONESTOP_SECRET_KEY"):
        return _ok(_("由环境变量设定"))
    path = Path(settings.DATA_DIR) / "secret_key"
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        message = _("%(path)s 的权限是 %(mode)o，本机其他用户可以读取") % {"path": path, "mode": mode}
        return State.FAIL, message, f"chmod 600 {path}"
    return _ok(_("%s，只有所有者可读") % path)


def _demonstration() -> Found:
    from django.db.models import Count, Q

    from onestop.records.models import Patent

    held = Patent.objects.aggregate(total=Count("pk"), invented=Count("pk", filter=Q(is_demonstration=True)))
    message = _("共 %(total)d 件专利，其中演示数据 %(invented)d 件") % held
    if 0 < held["invented"] < held["total"]:
        return State.WARN, message, _("演示数据会计入统计；请运行 onestop demo --remove 删除")
    return _ok(message)


def _reference() -> Found:
    from onestop.reference.queries import built_in_counts, loaded_tables

    tables = loaded_tables()
    built_in = ", ".join(f"{name} {count}" for name, count in built_in_counts().items())
    loaded = ", ".join(f"{table.table} {table.entries}" for table in tables if table.loaded_at)
    missing = [table.label for table in tables if not table.loaded_at]
    if missing:
        message = _("内置：%(built_in)s；没有载入：%(missing)s")
        hint = _("可选；有这些表的文件时，运行 onestop reference load")
        return State.WARN, message % {"built_in": built_in, "missing": "、".join(missing)}, hint
    return _ok(f"{built_in}, {loaded}")


def _people() -> Found:
    """A trial needs none; without one nobody can ever be let in."""
    from onestop.accounts.models import User
    from onestop.accounts.roles import Role

    active = User.objects.filter(is_active=True)
    administrators = active.filter(role=Role.ADMINISTRATOR).count()
    message = _("启用的账号 %(active)d 个，其中管理员 %(administrators)d 名") % {
        "active": active.count(),
        "administrators": administrators,
    }
    if not administrators:
        return State.WARN, message, _("需要登录时，请运行 onestop admin create 建立第一名管理员")
    return _ok(message)


def _supplies() -> Found:
    """A package that its source will soon delete is worth a failed check: afterwards it can't be had."""
    from onestop.ingest.supply_calendar import all_supplied

    found = [each for each in all_supplied() if each.issues]
    if not found:
        return _ok(_("还没有收到过定期的数据包"))
    message = "；".join(
        _("%(name)s缺 %(obtainable)d 期，已错过 %(lost)d 期")
        % {"name": each.name, "obtainable": len(each.obtainable), "lost": len(each.lost)}
        for each in found
    )
    hint = _("请运行 onestop supplies 查看是哪几期，从来源取得后放进收件文件夹")
    if any(each.urgent for each in found):
        return State.FAIL, message, hint
    return (State.WARN, message, hint) if any(each.obtainable for each in found) else _ok(message)


def _inbox() -> Found:
    from django.conf import settings

    from onestop.ingest.inbox import FAILED, only_reader

    with only_reader() as is_free:
        failed = sum(1 for path in (settings.INBOX_DIR / FAILED).rglob("*") if path.suffix == ".txt")
    values = {"folder": settings.INBOX_DIR, "failed": failed}
    message = _("%(folder)s，没能导入的文件 %(failed)d 个") % values
    is_watched, who = _watched(is_busy=not is_free)
    message = f"{message}；{who}"
    if not is_watched:
        return State.WARN, message, _("请运行 onestop serve 或 onestop worker")
    return (State.WARN, message, _("原因写在 failed 里各文件旁边的说明中")) if failed else _ok(message)


def _watched(*, is_busy: bool) -> tuple[bool, str]:
    """The lock is held during a look only; between two, the sign of life tells."""
    from django.utils import timezone

    from onestop.ingest.heartbeat import last_beat

    beat = last_beat()
    if beat is None:
        return False, _("有进程正在导入一次，没有进程一直看着它") if is_busy else _("没有进程看着它")
    if is_busy:
        return True, _("正在看或正在导入")
    values = {
        "seconds": beat.every.total_seconds(),
        "at": f"{timezone.localtime(beat.looked_at):%Y-%m-%d %H:%M:%S}",
    }
    if beat.is_fresh:
        return True, _("每 %(seconds)g 秒看一次，上次 %(at)s") % values
    return False, _("没有进程看着它，上次看是 %(at)s") % values


CHECKS: dict[str, Callable[[], Found]] = {
    "versions": _versions,
    "system": _system,
    "data_folder": _data_folder,
    "secret_key": _secret_key,
    "database": _database,
    "migrations": _migrations,
    "sqlite_wal": _wal,
    "cluster": _cluster,
    "index": _index,
    "index_difference": _difference,
    "index_jobs": _jobs,
    "worker": _worker,
    "inbox": _inbox,
    "supplies": _supplies,
    "scripts": _scripts,
    "translations": _translations,
    "reference": _reference,
    "demonstration": _demonstration,
    "people": _people,
}


def _label(name: str) -> str:
    return {
        "versions": _("程序版本"),
        "system": _("系统检查"),
        "data_folder": _("数据文件夹"),
        "secret_key": _("密钥"),
        "database": _("数据库"),
        "migrations": _("数据库迁移"),
        "sqlite_wal": _("SQLite 日志"),
        "cluster": _("检索集群"),
        "index": _("检索索引"),
        "index_difference": _("索引与记录"),
        "index_jobs": _("索引任务"),
        "worker": _("索引进程"),
        "inbox": _("收件文件夹"),
        "supplies": _("应到的数据包"),
        "scripts": _("浏览器脚本"),
        "translations": _("译文"),
        "reference": _("参考数据"),
        "demonstration": _("演示数据"),
        "people": _("人员"),
    }[name]
