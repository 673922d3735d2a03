// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
// The workers as rows of a table, and as one square each beside the verdict.

import { attribute, icon, keyed, make, show, table, tableRow, text } from './dom.js';
import { UNKNOWN, age, bytes, count, instant, list, measured, num, obj, percent, plural, str, utc, whole } from './format.js';
import { SILENT } from './verdict.js';

const STATES = {
  starting: { icon: 'busy', level: 'busy' },
  standby: { icon: 'ok', level: 'busy' },
  ready: { icon: 'ok', level: 'ok' },
  draining: { icon: 'busy', level: 'gone' },
  killed: { icon: 'warn', level: 'warn' },
  exited: { icon: 'gone', level: 'gone' },
};

/** In the cell of its generation: from which AOT cache it booted. */
const CACHES = { own: 'own cache', server: 'server’s cache', refused: 'cache refused' };

const COLUMNS = [
  { label: 'Worker', className: 'slot' },
  { label: 'State', className: 'state' },
  { label: 'Pid', className: 'number pid' },
  { label: 'Gen.', className: 'number gen', title: 'Generation' },
  { label: 'Up', className: 'number up' },
  { label: 'Requests', className: 'number requests' },
  { label: 'Per second', className: 'number rate', title: 'Requests per second, of the last 10 seconds' },
  { label: 'In flight', className: 'flight' },
  { label: 'Memory', className: 'memory', title: 'Resident memory; the bar is the heap' },
  { label: 'GC', className: 'number gc', title: 'Share of the time spent collecting garbage, of the last 10 seconds' },
  { label: 'Heartbeat', className: 'number beat', title: 'How long ago its heart was last seen to beat' },
];

/** How far back rates look, in milliseconds. */
const WINDOW = 10_000;

export function workers(box, squares) {
  const { node, body } = table('Workers, by number; changes by itself', COLUMNS);
  const samples = new Map();
  node.classList.add('workers');
  box.append(node);
  return (status) => {
    const now = instant(status.now) ?? Date.now();
    const all = list(status.children).map(obj).sort(order);
    const living = new Set(all.map(keyOf));
    for (const key of samples.keys()) if (!living.has(key)) samples.delete(key);
    keyed(body, all, keyOf, create, (row, worker) => update(row, worker, seen(samples, keyOf(worker), now, worker)));
    keyed(squares, all, keyOf, () => ({ node: make('i') }), square);
  };
}

const keyOf = (worker) => `${str(worker.slot)} ${str(worker.pid)} ${str(worker.generation)}`;

function order(one, other) {
  return (num(one.slot) ?? Infinity) - (num(other.slot) ?? Infinity) || (num(other.uptime) ?? 0) - (num(one.uptime) ?? 0) || 0;
}

/** The pace of its counters since the oldest sample that is young enough; null at the first sight of it. */
function seen(samples, key, now, worker) {
  const mine = samples.get(key) ?? [];
  if (mine.length > 0 && now < mine[mine.length - 1].now) mine.length = 0;
  if (mine.length === 0 || now > mine[mine.length - 1].now) {
    mine.push({ now, requests: num(worker.requests), gc: num(worker.gc_seconds) });
  }
  while (mine.length > 2 && now - mine[1].now >= WINDOW) mine.shift();
  samples.set(key, mine);
  return { requests: pace(mine, 'requests'), gc: pace(mine, 'gc') };
}

function pace(samples, key) {
  const first = samples[0];
  const last = samples[samples.length - 1];
  if (last.now <= first.now || first[key] === null || last[key] === null || last[key] < first[key]) return null;
  return ((last[key] - first[key]) * 1000) / (last.now - first.now);
}

function square(row, worker) {
  attribute(row.node, 'class', (STATES[worker.state] ?? { level: 'gone' }).level + (silent(worker) ? ' silent' : ''));
  attribute(row.node, 'title', `worker ${str(worker.slot)}: ${stateOf(worker)}`);
}

const silent = (worker) => worker.state === 'ready' && num(worker.heartbeat_age) >= SILENT;
const stateOf = (worker) => str(worker.state) || 'unknown';

function create() {
  const row = tableRow(COLUMNS);
  const [slot, state, pid, gen, up, requests, rate, flight, memory, gc, beat] = row.cells;
  const use = icon('ok');
  const stateWord = make('span');
  const since = make('span', 'small');
  state.append(make('div', 'with-icon', use, make('span', 'stack', stateWord, since)));
  const genNumber = make('span');
  const cache = make('span', 'small');
  gen.append(genNumber, cache);
  const inFlight = make('span', 'amount');
  const oldest = make('span', 'request');
  const summary = make('summary', 'request');
  const more = make('ol');
  const details = make('details', '', summary, more);
  flight.append(inFlight, oldest, details);
  const rss = make('span');
  const heap = make('span', 'small');
  const level = make('i');
  const bar = make('span', 'bar', level);
  attribute(bar, 'aria-hidden', 'true');
  memory.append(rss, bar, heap);
  const failed = make('span', 'small bad');
  const total = make('span');
  requests.append(total, failed);
  return { ...row, slot, state, use: use.firstChild, stateWord, since, pid, gen, genNumber, cache, up, total, failed, rate,
    inFlight, oldest, details, summary, more, rss, heap, level, bar, memory, gc, beat };
}

function update(row, worker, paces) {
  const about = STATES[worker.state] ?? { icon: 'gone', level: 'gone' };
  attribute(row.node, 'data-level', silent(worker) ? 'warn' : about.level);
  attribute(row.node, 'data-silent', silent(worker) ? 'yes' : null);
  text(row.slot, str(worker.slot) || UNKNOWN);
  attribute(row.use, 'href', `#icon-${about.icon}`);
  text(row.stateWord, stateOf(worker) + (worker.retiring === true ? ', retiring' : ''));
  const started = worker.state === 'ready' && num(worker.since) > 60;
  text(row.since, started || num(worker.since) === null ? '' : `for ${age(worker.since)}`);
  text(row.pid, str(worker.pid) || UNKNOWN);
  text(row.genNumber, count(worker.generation));
  text(row.cache, CACHES[worker.aot] ?? '');
  attribute(row.cache, 'title', worker.aot_cache ? `AOT cache ${str(worker.aot_cache)}` : null);
  text(row.up, age(worker.uptime));
  attribute(row.up, 'title', worker.forked_at ? `since ${utc(instant(worker.forked_at))}` : null);
  text(row.total, count(worker.requests));
  attribute(row.total, 'title', whole(worker.requests));
  text(row.failed, wrong(worker));
  text(row.rate, measured(paces.requests));
  updateFlight(row, worker);
  updateMemory(row, worker);
  text(row.gc, percent(paces.gc));
  attribute(row.gc, 'title', num(worker.gc_count) === null ? null
    : `${plural(worker.gc_count, 'collection', 'collections')}, ${age(worker.gc_seconds)} in all`);
  text(row.beat, age(worker.heartbeat_age));
}

function wrong(worker) {
  const parts = [];
  if (num(worker.failed) > 0) parts.push(`${count(worker.failed)} failed`);
  if (num(worker.timed_out) > 0) parts.push(`${count(worker.timed_out)} timed out`);
  return parts.join(', ');
}

function updateFlight(row, worker) {
  const running = list(worker.in_flight).map(obj);
  const line = (request) => `${str(request.line)} · ${age(request.age)}`;
  text(row.inFlight, count(worker.concurrent_requests));
  show(row.oldest, running.length === 1);
  show(row.details, running.length > 1);
  const first = running.length > 0 ? line(running[0]) : '';
  const shown = running.length > 1 ? row.summary : row.oldest;
  text(shown, first);
  attribute(shown, 'title', running.length > 0 ? str(running[0].line) : null);
  keyed(row.more, running.slice(1), (request) => str(request.line), () => ({ node: make('li') }),
    (item, request) => text(item.node, line(request)));
}

function updateMemory(row, worker) {
  const used = num(worker.heap_used);
  const most = num(worker.heap_max);
  const share = used !== null && most > 0 ? Math.min(1, used / most) : null;
  text(row.rss, bytes(worker.rss));
  show(row.bar, share !== null);
  const width = `${Math.round((share ?? 0) * 100)}%`;
  if (row.level.style.width !== width) row.level.style.width = width;
  attribute(row.level, 'class', share > 0.9 ? 'full' : null);
  text(row.heap, share === null ? '' : `heap ${percent(share)} of ${bytes(most)}`);
  const parts = [['heap', worker.heap_used], ['metaspace', worker.metaspace], ['direct', worker.direct]]
    .filter(([, size]) => num(size) !== null).map(([name, size]) => `${name} ${bytes(size)}`);
  if (num(worker.threads) !== null) parts.push(plural(worker.threads, 'thread', 'threads'));
  attribute(row.memory, 'title', parts.join(', '));
}
