// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
// The status page: asks for status.json again and again and puts each part where it belongs.

import { charts } from './charts.js';
import { configuration, listeners, totals } from './details.js';
import { attribute, byId, facts, icon, keyed, make, show, text } from './dom.js';
import { UNKNOWN, age, clock, count, instant, latency, num, obj, str, utc } from './format.js';
import { poll } from './poll.js';
import { exits, timeline } from './timeline.js';
import { NO_ANSWER, verdict } from './verdict.js';
import { workers } from './workers.js';

const parts = [
  charts(byId('charts')),
  workers(byId('workers-box'), byId('slots')),
  timeline(byId('events'), byId('no-events'), byId('filter')),
  exits(byId('exits-box'), byId('no-exits')),
  totals(byId('totals')),
  listeners(byId('listeners-box')),
  configuration(byId('config-box')),
  heading,
  generations,
];

const noteIcons = { warn: 'warn', error: 'bad' };
let lastStatus = null;
let lastAnswer = null;
let announced = '';
let painted = '';
let name = '';

function answered(status) {
  const begin = performance.now();
  const first = lastStatus === null;
  lastStatus = status;
  lastAnswer = Date.now();
  name = str(status.name) || 'Spawning';
  state(verdict(status));
  show(byId('all'), true);
  const broken = parts.filter((part) => !fits(part, status));
  text(byId('contact'), broken.length === 0 ? 'live' : 'live, but not all of the answer could be shown');
  attribute(document.documentElement, 'data-contact', 'live');
  if (first) show(byId('pause'), true);
  performance.clearMeasures('tick');
  performance.measure('tick', { start: begin, end: performance.now() });
}

/** One part that cannot be shown does not take the others with it. */
function fits(part, status) {
  try {
    part(status);
    return true;
  } catch (error) {
    console.error(error);
    return false;
  }
}

function failed(why) {
  const since = lastAnswer === null ? '' : ` What is shown is from ${clock(lastAnswer)}.`;
  state({
    ...NO_ANSWER,
    sentence: 'The controller does not answer',
    reason: `${why[0].toUpperCase()}${why.slice(1)}; asking again every few seconds.${since}`,
    notes: [],
  });
  text(byId('contact'), lastAnswer === null ? 'no answer' : `as of ${clock(lastAnswer)}`);
  attribute(document.documentElement, 'data-contact', 'gone');
}

function state(now) {
  attribute(byId('state'), 'data-level', now.level);
  attribute(byId('state-icon'), 'href', `#icon-${now.level}`);
  text(byId('sentence'), now.sentence);
  text(byId('reason'), now.reason);
  show(byId('reason'), now.reason !== '');
  show(byId('notes'), now.notes.length > 0);
  keyed(byId('notes'), now.notes, (note) => note.severity + note.text.replace(/[\d.,]+/g, ''), (note) => {
    const words = make('span');
    return { node: make('li', note.severity, icon(noteIcons[note.severity]), words), words };
  }, (row, note) => text(row.words, note.text));
  document.title = name === '' ? `${now.short} · Spawning` : `${now.short} · ${name}`;
  announce(now);
  paintFavicon(now.level);
}

/** Screen readers hear of another state, not of each tick. */
function announce(now) {
  const key = `${now.state} ${now.level}`;
  if (key === announced) return;
  announced = key;
  text(byId('announcement'), [now.sentence, now.reason].filter(Boolean).join('. '));
}

/** The icon of the state in its colour, which the style sheet knows. */
function paintFavicon(level) {
  if (level === painted) return;
  painted = level;
  const style = getComputedStyle(byId('state'));
  const colour = style.getPropertyValue('--level').trim();
  const symbol = byId(`icon-${level}`).cloneNode(true);
  const shape = symbol.firstElementChild;
  const hollow = level === 'gone';
  shape.setAttribute('fill', hollow ? '#fff' : colour);
  shape.setAttribute('stroke', colour);
  for (const line of symbol.querySelectorAll('.mark, .line')) {
    for (const [key, value] of Object.entries({ fill: 'none', stroke: hollow ? colour : '#fff', 'stroke-width': '2.6', 'stroke-linecap': 'round' })) {
      line.setAttribute(key, value);
    }
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">${symbol.innerHTML}</svg>`;
  byId('favicon').href = `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function heading(status) {
  text(byId('name'), name);
  const about = [str(status.version) && `Spawning ${str(status.version)}`, num(status.pid) !== null && `pid ${status.pid}`,
    num(status.uptime) !== null && `up ${age(status.uptime)}`];
  text(byId('about'), about.filter(Boolean).join(' · '));
  attribute(byId('about'), 'title', status.started_at ? `since ${utc(instant(status.started_at))}` : null);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  text(byId('zone'), zone ? ` (${zone})` : '');
}

function generations(status) {
  const all = obj(status.generation);
  const rows = [['Generation', num(all.target) ? count(all.target) : UNKNOWN]];
  if (num(all.preparing) && all.preparing !== all.target) rows.push(['Preparing', count(all.preparing)]);
  if (num(all.last_good) && all.last_good !== all.target) rows.push(['Last good', count(all.last_good)]);
  if (num(all.previous_good)) rows.push(['Kept for a rollback', count(all.previous_good)]);
  const reload = obj(status.last_reload);
  const at = instant(reload.at);
  if (at !== null) {
    const took = num(reload.took) === null ? '' : `, took ${latency(reload.took)}`;
    const by = str(reload.by) === '' ? '' : ` by ${str(reload.by)}`;
    rows.push(['Last reload', `${clock(at)}${by}: ${str(reload.result).replaceAll('_', ' ') || UNKNOWN}${took}`, utc(at)]);
  }
  const killed = num(status.killed_children_count);
  if (killed > 0) rows.push(['Draining or ending', count(killed)]);
  facts(byId('generations'), rows);
  show(byId('generations'), true);
}

const polling = poll('status.json', answered, failed);

byId('pause').addEventListener('click', () => {
  const pause = byId('pause').getAttribute('aria-pressed') !== 'true';
  attribute(byId('pause'), 'aria-pressed', pause);
  polling.pause(pause);
  if (pause) text(byId('contact'), `paused at ${clock(lastAnswer)}`);
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  const level = painted;
  painted = '';
  paintFavicon(level);
});
