//! Figures for the people who run the server, in the text form of Prometheus.

use prometheus::{Encoder, Histogram, HistogramOpts, IntCounterVec, IntGauge, Opts, Registry, TextEncoder};

/// The server's counters. Labels are codes and outcomes, never names.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Option<IntCounterVec>,
    parcels: Option<IntCounterVec>,
    aside: Option<IntCounterVec>,
    evidence: Option<IntCounterVec>,
    sync_seconds: Option<Histogram>,
    feed_end: Option<IntGauge>,
    ledger_end: Option<IntGauge>,
    quarantined: Option<IntGauge>,
}

impl Metrics {
    /// Counters at zero.
    pub(crate) fn new() -> Self {
        let registry = Registry::new();
        let counter = |name: &str, help: &str, label: &[&str]| {
            let made = IntCounterVec::new(Opts::new(name, help), label).ok()?;
            registry.register(Box::new(made.clone())).ok()?;
            Some(made)
        };
        let gauge = |name: &str, help: &str| {
            let made = IntGauge::new(name, help).ok()?;
            registry.register(Box::new(made.clone())).ok()?;
            Some(made)
        };
        let buckets = vec![0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
        let options = HistogramOpts::new("zhian_sync_seconds", "Time to answer a sync request.");
        let sync_seconds = Histogram::with_opts(options.buckets(buckets)).ok().and_then(|made| {
            registry.register(Box::new(made.clone())).ok()?;
            Some(made)
        });
        Self {
            requests: counter(
                "zhian_requests_total",
                "Requests by route and outcome.",
                &["route", "outcome"],
            ),
            parcels: counter(
                "zhian_parcels_total",
                "Pushed parcels by kind and outcome.",
                &["kind", "outcome"],
            ),
            aside: counter("zhian_set_aside_total", "Parcels set aside, by reason.", &["code"]),
            evidence: counter("zhian_evidence_total", "Evidence uploads by outcome.", &["outcome"]),
            sync_seconds,
            feed_end: gauge("zhian_feed_end", "Last sequence number of the feed."),
            ledger_end: gauge("zhian_ledger_end", "Last position of the ledger."),
            quarantined: gauge("zhian_quarantined", "Parcels set aside that nobody has accepted later."),
            registry,
        }
    }

    pub(crate) fn request(&self, route: &str, outcome: &str) {
        count(self.requests.as_ref(), &[route, outcome]);
    }

    pub(crate) fn parcel(&self, kind: &str, outcome: &str) {
        count(self.parcels.as_ref(), &[kind, outcome]);
    }

    pub(crate) fn set_aside(&self, code: &str) {
        count(self.aside.as_ref(), &[code]);
    }

    pub(crate) fn evidence(&self, outcome: &str) {
        count(self.evidence.as_ref(), &[outcome]);
    }

    pub(crate) fn synced(&self, seconds: f64) {
        if let Some(histogram) = &self.sync_seconds {
            histogram.observe(seconds);
        }
    }

    /// Everything as text, after setting what is read from the records.
    pub(crate) fn text(&self, counts: &crate::db::Counts) -> String {
        let known = [
            (&self.feed_end, counts.feed_end),
            (&self.ledger_end, counts.ledger_end),
            (&self.quarantined, counts.quarantined),
        ];
        for (gauge, value) in known {
            if let Some(gauge) = gauge {
                gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
            }
        }
        let mut bytes = Vec::new();
        // Encoding into memory fails only for a family without a name, and ours have one.
        let _encoded = TextEncoder::new().encode(&self.registry.gather(), &mut bytes);
        String::from_utf8(bytes).unwrap_or_default()
    }
}

fn count(counter: Option<&IntCounterVec>, labels: &[&str]) {
    if let Some(one) = counter.and_then(|counter| counter.get_metric_with_label_values(labels).ok()) {
        one.inc();
    }
}
