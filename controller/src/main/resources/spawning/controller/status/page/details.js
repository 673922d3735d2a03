// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
// Totals since the start, the listeners, and the configuration.

import { facts, keyed, make, show, table, tableRow, text } from './dom.js';
import { UNKNOWN, age, bytes, count, latency, list, num, obj, str, whole } from './format.js';

const TOTALS = [
  ['requests', 'Requests'], ['answered', 'Answered'], ['failed', 'Failed'], ['timed_out', 'Timed out'],
  ['connections_opened', 'Connections'], ['connections_open', 'Connections open'],
  ['workers_spawned', 'Workers started'], ['workers_exited', 'Workers exited'], ['workers_lost', 'Workers lost'],
  ['workers_killed', 'Workers killed'],
  ['reloads', 'Reloads'], ['reloads_served', 'Reloads that served'], ['reloads_failed', 'Reloads that failed'], ['panics', 'Panics'],
  ['gc_count', 'Collections of garbage'],
];

export function totals(parent) {
  return (status) => {
    const all = obj(status.totals);
    const rows = TOTALS.map(([key, label]) => [label, count(all[key]), whole(all[key])]);
    rows.push(['Time collecting garbage', age(all.gc_seconds)]);
    const memory = obj(status.memory);
    rows.push(['Memory of the workers', bytes(memory.workers)], ['Memory of the controller', bytes(memory.controller)]);
    const times = obj(status.latency);
    const window = num(times.window) === null ? 'last minute' : `last ${times.window} s`;
    rows.push([`p95 of the ${window}`, latency(times.p95)], [`Slowest of the ${window}`, latency(times.max)]);
    facts(parent, rows);
  };
}

const LISTENERS = [
  { label: 'Listener', className: 'address' },
  { label: 'Accept queue', className: 'number' },
  { label: 'Backlog', className: 'number' },
];

export function listeners(box) {
  const { node, body } = table('Listeners and their accept queues', LISTENERS);
  node.classList.add('listeners');
  box.append(node);
  return (status) => {
    const all = list(status.listeners).map(obj);
    show(box, all.length > 0);
    keyed(body, all, (listener) => str(listener.address), () => tableRow(LISTENERS), (row, listener) => {
      const [address, waiting, backlog] = row.cells;
      text(address, str(listener.address) || UNKNOWN);
      text(waiting, count(listener.accept_queue));
      text(backlog, count(listener.backlog));
    });
  };
}

const OPTIONS = [{ label: 'Option', className: 'option' }, { label: 'Value', className: 'option-value' }];

export function configuration(box) {
  const { node, body } = table('Options of the running generation', OPTIONS);
  const none = make('p', 'none', 'The controller tells no configuration.');
  node.classList.add('config');
  box.append(node, none);
  return (status) => {
    const all = Object.entries(obj(status.config));
    show(node, all.length > 0);
    show(none, all.length === 0);
    keyed(body, all, ([name]) => name, () => tableRow(OPTIONS), (row, [name, value]) => {
      text(row.cells[0], name);
      text(row.cells[1], written(value));
    });
  };
}

function written(value) {
  if (value === null || value === undefined || value === '') return UNKNOWN;
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}
