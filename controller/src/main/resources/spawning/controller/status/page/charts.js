// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
// Which charts there are, and what of a status they show.

import { Chart } from './chart.js';
import { bytes, count, instant, latency, list, num, obj, perSecond, str } from './format.js';
import { amounts, counts, decades, sizes } from './scale.js';

const STEPS = 600;
const MARKS = 40;

let wanted = 2;

const CHARTS = [
  { title: 'Requests', scale: (v) => amounts(v, 10), write: perSecond,
    series: [{ key: 'rate', label: 'answered', area: true }, { key: 'errors', label: 'errors (5xx)', area: true }] },
  { title: 'Latency', scale: decades, write: latency,
    series: [{ key: 'p50', label: 'p50' }, { key: 'p99', label: 'p99' }] },
  { title: 'In flight', scale: counts, write: count, series: [{ key: 'in_flight', label: 'requests', area: true }] },
  { title: 'Accept queue', scale: counts, write: count, series: [{ key: 'queue', label: 'connections waiting', area: true }] },
  { title: 'Memory', scale: sizes, write: bytes, series: [{ key: 'rss', label: 'resident', area: true }] },
  { title: 'Workers', scale: (v) => counts(v, wanted), write: count, series: [{ key: 'ready', label: 'ready', area: true }] },
].map((about) => ({ ...about, series: about.series.map((one) => ({ area: false, ...one })) }));

export function charts(parent) {
  const all = CHARTS.map((about) => new Chart(about));
  parent.append(...all.map((chart) => chart.node));
  return (status) => {
    wanted = num(status.configured_children_count) ?? 2;
    const history = read(obj(status.history), instant(status.now));
    const marks = happened(status, history);
    for (const chart of all) chart.update(history, marks);
  };
}

/** Always as many steps, so that a young controller's lines begin at the right. */
function read(history, now) {
  const lists = Object.values(history).filter(Array.isArray);
  const steps = Math.min(3600, Math.max(STEPS, ...lists.map((values) => values.length)));
  const step = num(history.step) > 0 ? history.step : 1;
  const values = (key) => {
    const some = list(history[key]).slice(-steps);
    const all = new Array(steps).fill(null);
    some.forEach((value, i) => { all[steps - some.length + i] = num(value); });
    return all;
  };
  return { steps, step, end: instant(history.end) ?? now, values };
}

/** Where a reader asks "what was that?": new generations, and whatever went wrong. */
function happened(status, history) {
  if (history.end === null) return [];
  return list(status.events).map(obj)
    .filter((event) => event.kind === 'serves' || event.severity === 'warn' || event.severity === 'error')
    .map((event) => ({ ago: Math.round((history.end - instant(event.at)) / 1000 / history.step), severity: mark(str(event.severity)) }))
    .filter((event) => event.ago >= 0 && event.ago < history.steps)
    .slice(0, MARKS);
}

const mark = (severity) => (severity === 'warn' || severity === 'error' ? severity : 'info');
