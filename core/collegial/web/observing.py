"""Optional services that collect faults and traces; nothing of a visitor goes there."""

from typing import Any

from flask import Flask

from collegial import __version__
from collegial.config import Settings

# As the two generations of OpenTelemetry's conventions name what says nothing of a visitor.
_KNOWN = frozenset({
    "error.type", "http.flavor", "http.method", "http.request.method", "http.response.status_code", "http.route",
    "http.scheme", "http.status_code", "network.protocol.version", "url.scheme",
})  # fmt: skip


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
    """Leave out of a fault all that the visitor sent: addresses may hold personal links, cookies hold sessions.

    Nor do the words of an error leave, which may quote what was typed; its kind and the way to it do. The log has them.
    """
    for name in ("request", "user", "breadcrumbs", "extra", "server_name", "logentry", "message"):
        event.pop(name, None)
    for one in event.get("exception", {}).get("values", ()):
        one.pop("value", None)
    return event


def _export_traces(app: Flask) -> None:
    """Trace requests by page; the address of the collector stands in OTEL_EXPORTER_OTLP_ENDPOINT."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.instrumentation.flask import FlaskInstrumentor  # noqa: PLC0415
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import ReadableSpan, TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    class Discreet(OTLPSpanExporter):  # type: ignore[misc]
        def export(self, spans: Any) -> Any:
            return super().export([ReadableSpan(**discreet(one)) for one in spans])

    provider = TracerProvider(resource=Resource.create({"service.name": "collegial"}))
    provider.add_span_processor(BatchSpanProcessor(Discreet()))
    FlaskInstrumentor().instrument_app(app, tracer_provider=provider)


def discreet(span: Any) -> dict[str, Any]:
    """Return what may leave of a span: known attributes, the route for a name, no event and no words of an error.

    The library writes addresses and visitors into it after every hook that it offers; what failed may quote them.
    """
    attributes = {key: value for key, value in span.attributes.items() if key in _KNOWN}
    kept = (
        "context",
        "parent",
        "resource",
        "kind",
        "start_time",
        "end_time",
        "instrumentation_scope",
    )
    return {
        **{name: getattr(span, name) for name in kept},
        "name": str(attributes.get("http.route", "request")),
        "attributes": attributes,
        "status": type(span.status)(span.status.status_code),
    }
