"""A Spark cluster gives the answers of one machine, also where a worker dies in the middle of the job.

The cluster is real: a master and two workers, started here on the loopback address from the classes that come with
PySpark. `SPARK_NAMES=1000000 pytest -m spark -s` screens a million names; without it there are few, to be quick.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pyspark = pytest.importorskip("pyspark", reason="needs pyspark")
import pyarrow as pa  # noqa: E402
from pyspark.sql import DataFrame, SparkSession  # noqa: E402
from sanctions_screen import Screener  # noqa: E402
from sanctions_screen.spark import HIT_FIELDS, screen_dataframe  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(shutil.which("java") is None and "JAVA_HOME" not in os.environ, reason="needs Java"),
    pytest.mark.filterwarnings("default"),
]

NAMES = int(os.environ.get("SPARK_NAMES", "20000"))
PARTITIONS = 40
SPARK_CLASS = Path(pyspark.__file__).parent / "bin" / "spark-class"


class Cluster:
    """A master and workers of one core each, every one a process group of its own."""

    def __init__(self, folder: Path) -> None:
        """Start the master, and learn its address."""
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        self.master = self.start("Master", ["--port", "0"], r"Starting Spark master at (spark://\S+)")
        self.workers: list[subprocess.Popen[bytes]] = []

    def start(self, role: str, arguments: list[str], ready: str) -> str:
        """Start a process, and wait until its log says that it is ready."""
        log = self.folder / f"{role.lower()}-{len(self.processes)}.log"
        command = [str(SPARK_CLASS), f"org.apache.spark.deploy.{role.lower()}.{role}", "--host", "127.0.0.1"]
        environment = {
            **os.environ,
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_WORKER_DIR": str(self.folder / "work"),
            "PYSPARK_PYTHON": sys.executable,
        }
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*command, "--webui-port", "0", *arguments],
                stdout=out,
                stderr=subprocess.STDOUT,
                env=environment,
                start_new_session=True,
            )
        self.processes.append(process)
        for _ in range(600):
            if found := re.search(ready, log.read_text(errors="replace")):
                return found[found.lastindex or 0]
            if process.poll() is not None:
                break
            time.sleep(0.2)
        pytest.fail(f"the {role} did not start:\n{log.read_text(errors='replace')}")

    def add_worker(self) -> None:
        """Start a worker of one core."""
        self.start(
            "Worker", ["--cores", "1", "--memory", "1g", self.master], r"Successfully registered with master (\S+)"
        )
        self.workers.append(self.processes[-1])

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill a process and the executors that it started: nothing of it has a chance to clean up."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """Kill what still runs."""
        for process in self.processes:
            if process.poll() is None:
                self.kill(process)


@contextmanager
def session(master: str) -> Iterator[SparkSession]:
    """A session on the cluster, on the loopback address alone."""
    # The driver says which Python the executors start.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = (
        SparkSession.builder.master(master)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.executor.memory", "512m")
        .config("spark.executor.cores", "1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "5000")
        .getOrCreate()
    )
    try:
        yield spark
    finally:
        spark.stop()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A master and two workers."""
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        cluster.add_worker()
        cluster.add_worker()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="module")
def snapshot(screener: Screener, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled list, ready to be shipped."""
    file = tmp_path_factory.mktemp("snapshot") / "bundled.snapshot"
    screener.write_snapshot(file)
    return file


@pytest.fixture(scope="module")
def names() -> list[str | None]:
    """Names from a seed: most are of no one listed, some are listed and changed, a few cannot be screened."""
    chance = random.Random(20261125)  # noqa: S311 - they shall be the same every time
    syllables = [
        "an",
        "ba",
        "cor",
        "del",
        "en",
        "fi",
        "gar",
        "hu",
        "in",
        "jo",
        "ka",
        "lu",
        "mar",
        "no",
        "or",
        "pe",
        "qui",
        "ra",
        "sen",
        "to",
        "ul",
        "ver",
        "wa",
        "xi",
        "yo",
        "za",
    ]
    words = ["Trading", "Optics", "Technology", "Group", "Shipping", "Beijing", "Wuhan", "Global", "Ltd", "GmbH", "Co"]
    listed = ["Hikvision Digital Technology", "Dalian Machine Tool Group", "iRay Technology", "Wuhan Tongsheng"]

    def word() -> str:
        return "".join(chance.choices(syllables, k=chance.randint(2, 4))).capitalize()

    def name() -> str | None:
        draw = chance.random()
        if draw < 0.0005:
            return chance.choice([None, "", "--"])
        if draw < 0.02:
            found = chance.choice(listed)
            place = chance.randrange(len(found))
            return found[:place] + found[place + 1 :]
        return " ".join([word() for _ in range(chance.randint(1, 3))] + chance.choices(words, k=chance.randint(0, 3)))

    return [name() for _ in range(NAMES)]


@pytest.fixture(scope="module")
def expected(screener: Screener, names: list[str | None]) -> Counter[tuple[Any, ...]]:
    """The answers of one machine."""
    started = time.monotonic()
    hits = screener.screen_many(names)
    report(f"one machine: {hits}", time.monotonic() - started)
    return rows(pa.table(hits), "row")


def report(what: str, seconds: float) -> None:
    """Say how long something took, with `-s`."""
    print(f"{what}, {seconds:.1f} s, {NAMES / seconds:,.0f} names a second")  # noqa: T201


def rows(table: pa.Table, key: str) -> Counter[tuple[Any, ...]]:
    """The rows as they can be compared, whatever order the partitions came in; none may be there twice."""
    columns = [table[name].to_pylist() for name in (key, *HIT_FIELDS.names)]
    return Counter(tuple(map(str, row)) for row in zip(*columns, strict=True))


def frame(spark: SparkSession, names: list[str | None]) -> DataFrame:
    """The names with a key, in many partitions."""
    table = pa.table({"id": range(len(names)), "customer": names})
    return spark.createDataFrame(table).repartition(PARTITIONS)


def test_a_cluster_answers_as_one_machine_does(
    cluster: Cluster, snapshot: Path, names: list[str | None], expected: Counter[tuple[Any, ...]]
) -> None:
    """And does so again when one of two workers is killed in the middle of the job."""
    with session(cluster.master) as spark:
        df = frame(spark, names).cache()
        assert df.count() == NAMES
        started = time.monotonic()
        found = screen_dataframe(df, "customer", snapshot).toArrow()
        report("two workers", time.monotonic() - started)
        assert found.column_names == ["id", "customer", *HIT_FIELDS.names]
        assert rows(found, "id") == expected

        victim = cluster.workers[0]
        done_before: list[int] = []

        def kill_in_the_middle() -> None:
            tracker = spark.sparkContext.statusTracker()
            while victim.poll() is None:
                for stage in map(tracker.getStageInfo, tracker.getActiveStageIds()):
                    if stage and PARTITIONS // 4 <= stage.numCompletedTasks < PARTITIONS // 2:
                        cluster.kill(victim)
                        done_before.append(stage.numCompletedTasks)
                        return
                time.sleep(0.005)

        killer = threading.Thread(target=kill_in_the_middle, daemon=True)
        killer.start()
        started = time.monotonic()
        found = screen_dataframe(df, "customer", snapshot, keep=["id"]).toArrow()
        report(f"one worker of two killed after {done_before} of {PARTITIONS} tasks", time.monotonic() - started)
        assert victim.poll() == -signal.SIGKILL
        assert done_before
        assert found.column_names == ["id", *HIT_FIELDS.names]
        assert rows(found, "id") == expected

        # An update of the lists under the same file name: Spark itself would refuse it.
        (snapshot.parent / "list.csv").write_text("id,kind,name\n1,organization,Acme Bakery\n", encoding="utf-8")
        Screener.from_paths(snapshot.parent / "list.csv").write_snapshot(snapshot)
        asked = spark.createDataFrame([("ACME BAKERY",)], ["name"])
        assert [row.list for row in screen_dataframe(asked, "name", snapshot).collect()] == ["list"]

        with pytest.raises(ValueError, match="the hits need the names score"):
            screen_dataframe(asked.withColumnRenamed("name", "score"), "score", snapshot)
        with pytest.raises(KeyError, match="there is no column customer"):
            screen_dataframe(asked, "customer", snapshot)
