"""Optional services that collect faults and traces; nothing of a visitor goes there."""

from typing import Any

from flask import Flask

from collegial import __version__
from collegial.config import Settings

# As the two generations of OpenTelemetry's conventions name them.
_OF_VISITORS = {
    "http.target", "http.url", "http.user_agent", "net.peer.ip", "http.client_ip", "url.path", "url.query",
    "url.full", "client.address", "network.peer.address", "user_agent.original",
}  # fmt: skip


def observe(app: Flask, settings: Settings) -> None:
    """Connect the services that the settings name; their libraries are the extra `observability`."""
    if settings.observing.sentry_dsn:
        _report_faults(settings)
    if settings.observing.opentelemetry:
        _export_traces(app)


def _report_faults(settings: Settings) -> None:
    import sentry_sdk  # noqa: PLC0415 (optional)

    sentry_sdk.init(
        dsn=settings.observing.sentry_dsn,
        release=__version__,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=without_visitor,
    )


def without_visitor(event: Any, _hint: Any) -> Any:
    """Leave out of a fault all that the visitor sent: addresses may hold personal links, cookies hold sessions."""
    for name in ("request", "user", "breadcrumbs", "extra", "server_name"):
        event.pop(name, None)
    return event


def _export_traces(app: Flask) -> None:
    """Trace requests by endpoint; the address of the collector stands in OTEL_EXPORTER_OTLP_ENDPOINT."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.instrumentation.flask import FlaskInstrumentor  # noqa: PLC0415
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    provider = TracerProvider(resource=Resource.create({"service.name": "collegial"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    FlaskInstrumentor().instrument_app(app, tracer_provider=provider, request_hook=_without_address)


def _without_address(span: Any, _environ: Any) -> None:
    """Empty what tells of the visitor in a trace; the name of the span says which page it was."""
    for name in span.attributes.keys() & _OF_VISITORS:
        span.set_attribute(name, "")
