"""Figures of the running program for Prometheus, added up over the processes of one server."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess, values
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_SECONDS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)


@dataclass(frozen=True, kw_only=True)
class Gauge:
    """A figure that is read when it is asked for, such as how much work waits."""

    name: str
    help: str
    value: float


class _Read(Collector):
    def __init__(self, gauges: Iterable[Gauge]) -> None:
        self._gauges = gauges

    def collect(self) -> Iterator[Metric]:
        """Yield the figures in the library's form."""
        for one in self._gauges:
            yield GaugeMetricFamily(one.name, one.help, value=one.value)


class Figures:
    """What one application counted of its requests."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "collegial_requests",
            "Requests answered.",
            ("endpoint", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "collegial_request_seconds", "How long answers took.", buckets=_SECONDS, registry=self._registry
        )

    def count(self, method: str, endpoint: str, status: int, seconds: float) -> None:
        """Count one request; a method that a stranger made up counts as another."""
        known = method if method in _METHODS else "other"
        self._requests.labels(endpoint, known, str(status)).inc()
        self._seconds.observe(seconds)

    def written(self, gauges: Iterable[Gauge]) -> bytes:
        """Return all figures in Prometheus' format: those of every process where several share a folder."""
        read = CollectorRegistry()
        read.register(_Read(gauges))
        return generate_latest(self._counted()) + generate_latest(read)

    def _counted(self) -> CollectorRegistry:
        if SHARED_FOLDER not in os.environ:
            return self._registry
        shared = CollectorRegistry()
        multiprocess.MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
        return shared


def share_figures(folder: Path) -> None:
    """Let the processes to come write their figures into one folder.

    The library chooses where values live when it is imported, which was before this was known.
    """
    os.environ[SHARED_FOLDER] = str(folder)
    values.ValueClass = values.get_value_class()  # type: ignore[no-untyped-call]


def forget_process(number: int) -> None:
    """Drop what only a running process can say, once it has ended."""
    if SHARED_FOLDER in os.environ:
        multiprocess.mark_process_dead(number)  # type: ignore[no-untyped-call]
