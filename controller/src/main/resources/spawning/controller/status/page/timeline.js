// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
// What happened: the events, filtered by severity, and the last exits of workers.

import { attribute, icon, keyed, make, show, table, tableRow, text, time } from './dom.js';
import { UNKNOWN, count, list, num, obj, str } from './format.js';

const MOST = 200;
const RANK = { info: 0, warn: 1, error: 2 };
const ICONS = { info: 'info', warn: 'warn', error: 'bad' };
const WORDS = { info: 'information', warn: 'warning', error: 'error' };

const rank = (event) => RANK[event.severity] ?? 0;

export function timeline(parent, none, filter) {
  let events = [];
  let total = 0;
  let from = 0;
  const draw = () => {
    const shown = events.filter((event) => rank(event) >= from);
    keyed(parent, shown, (event) => `${str(event.number)} ${str(event.at)}`, create, () => {});
    show(none, shown.length === 0);
    text(none, total === 0 ? 'Nothing has happened yet.' : 'Nothing of this kind has happened.');
  };
  filter.addEventListener('change', (change) => {
    from = RANK[change.target.value] ?? 0;
    draw();
  });
  return (status) => {
    events = list(status.events).map(obj).slice(0, MOST);
    total = events.length;
    draw();
  };
}

/** An event stays as it is, so it is written once. */
function create(event) {
  const severity = RANK[event.severity] === undefined ? 'info' : event.severity;
  const at = make('time');
  const kind = make('span', 'kind');
  const words = make('span', 'text');
  const node = make('li', severity, icon(ICONS[severity]), make('span', 'unseen', `${WORDS[severity]}: `), at, ' ', kind, ' ', words);
  time(at, event.at);
  text(kind, str(event.kind).replaceAll('_', ' '));
  text(words, str(event.text));
  const parts = [['generation', event.generation], ['worker', event.slot], ['pid', event.pid]]
    .filter(([, value]) => num(value) !== null).map(([name, value]) => `${name} ${value}`);
  attribute(words, 'title', parts.join(', '));
  return { node };
}

const EXITS = [
  { label: 'At', className: 'at' },
  { label: 'Worker', className: 'number' },
  { label: 'Pid', className: 'number' },
  { label: 'Gen.', className: 'number' },
  { label: 'Was', className: 'was' },
  { label: 'How', className: 'how' },
];

export function exits(box, none) {
  const { node, body } = table('The last exits of workers, newest first', EXITS);
  node.classList.add('exits');
  box.append(node);
  return (status) => {
    const all = list(status.last_exits).map(obj).slice(0, 20);
    show(box, all.length > 0);
    show(none, all.length === 0);
    keyed(body, all, (exit) => `${str(exit.at)} ${str(exit.pid)} ${str(exit.slot)}`, createExit, updateExit);
  };
}

function createExit() {
  const row = tableRow(EXITS);
  const at = make('time');
  row.cells[0].append(at);
  const mark = icon('warn');
  const words = make('span');
  row.cells[5].append(make('div', 'with-icon', mark, words));
  return { ...row, at, mark, words };
}

function updateExit(row, exit) {
  time(row.at, exit.at);
  const [, slot, pid, generation, from] = row.cells;
  text(slot, str(exit.slot) || UNKNOWN);
  text(pid, str(exit.pid) || UNKNOWN);
  text(generation, count(exit.generation));
  text(from, str(exit.from) || UNKNOWN);
  text(row.words, (str(exit.detail) || UNKNOWN) + (exit.unexpected === true ? ' (unexpected)' : ''));
  attribute(row.mark, 'visibility', exit.unexpected === true ? null : 'hidden');
  attribute(row.node, 'data-level', exit.unexpected === true ? 'warn' : null);
}
