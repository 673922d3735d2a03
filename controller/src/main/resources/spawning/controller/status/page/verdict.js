// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
// How the site is, in one sentence. Pure: a status in, words out.

import { age, clock, count, instant, list, num, obj, plural, str } from './format.js';

/** From this age on a silent heart is worth a word; workers beat several times a second. */
export const SILENT = 5;

/** Exits that nobody asked for are told as long as this. */
const RECENT = 600_000;

export const NO_ANSWER = { level: 'gone', state: 'gone', short: 'No answer' };

/**
 * The verdict.
 *
 * @return level (ok, busy, warn, bad), state, sentence, short (for the title), reason, notes with severity and text
 */
export function verdict(status) {
  const ready = num(status.active_children_count) ?? list(status.children).filter((w) => obj(w).state === 'ready').length;
  const wanted = num(status.configured_children_count);
  const silent = silentWorkers(status);
  const about = {
    ready,
    wanted,
    workers: wanted === null ? `${plural(ready, 'worker', 'workers')} ready`
      : `${count(ready)} of ${plural(wanted, 'worker', 'workers')} ready`,
    counts: wanted === null ? count(ready) : `${count(ready)}/${count(wanted)}`,
    target: num(obj(status.generation).target),
    preparing: num(obj(status.generation).preparing),
    silent,
  };
  const state = status.panic ? 'panic' : str(status.state);
  return {
    state,
    ...(VERDICTS[state] ?? unknown)(about, status),
    reason: str(status.reason) || str(obj(status.panic).reason),
    notes: notes(status, silent),
  };
}

const ofGeneration = (n) => (n ? `, generation ${count(n)}` : '');

const VERDICTS = {
  booting: (about) => ({
    level: 'busy',
    sentence: `Starting: ${about.workers}${ofGeneration(about.target)}`,
    short: `Starting ${about.counts}`,
  }),
  serving: (about) => serving(about),
  reloading: (about) => ({
    level: about.ready === 0 ? 'bad' : 'busy',
    sentence: `Reloading${about.target ? ` to generation ${count(about.preparing || about.target)}` : ''}: ${about.workers}`,
    short: `Reloading ${about.counts}`,
  }),
  panic: (about) => ({ level: 'bad', sentence: `Panic: ${about.workers}`, short: `Panic ${about.counts}` }),
  stopping: (about, status) => {
    const left = list(status.children).filter((worker) => obj(worker).state !== 'exited').length;
    return { level: 'busy', sentence: `Stopping: ${plural(left, 'worker is', 'workers are')} left`, short: 'Stopping' };
  },
};

function serving(about) {
  if (about.ready === 0 && about.wanted !== 0) {
    return { level: 'bad', sentence: `Not serving: ${about.workers}${ofGeneration(about.target)}`, short: 'Not serving' };
  }
  const well = (about.wanted === null || about.ready >= about.wanted) && about.silent.length === 0;
  return {
    level: well ? 'ok' : 'warn',
    sentence: `Serving: ${about.workers}${ofGeneration(about.target)}`,
    short: `Serving ${about.counts}`,
  };
}

function unknown(about, status) {
  const name = str(status.state);
  return { level: 'warn', sentence: name ? `State "${name}": ${about.workers}` : `State unknown: ${about.workers}`, short: 'Status' };
}

function silentWorkers(status) {
  return list(status.children).map(obj).filter((worker) => worker.state === 'ready' && num(worker.heartbeat_age) >= SILENT);
}

function notes(status, silent) {
  const all = [];
  const say = (severity, words) => all.push({ severity, text: words });
  panicNote(obj(status.panic), say);
  if (silent.length > 0) {
    const oldest = Math.max(...silent.map((worker) => worker.heartbeat_age));
    const who = silent.length > 5 ? plural(silent.length, 'worker', 'workers')
      : `${silent.length === 1 ? 'worker' : 'workers'} ${silent.map((worker) => str(worker.slot) || '?').join(', ')}`;
    say('warn', `No heartbeat of ${who} for ${age(oldest)}.`);
  }
  reloadNote(obj(status.last_reload), str(status.state), say);
  const now = instant(status.now) ?? Date.now();
  const lost = list(status.last_exits).map(obj).filter((exit) => exit.unexpected === true && now - instant(exit.at) < RECENT);
  if (lost.length > 0) {
    say('warn', `${plural(lost.length, 'worker', 'workers')} lost in the last 10 minutes; the newest: ${str(lost[0].detail) || 'unknown why'}.`);
  }
  trainingNote(obj(status.aot), say);
  if (num(status.schema) !== null && status.schema !== 1) {
    say('warn', `The controller speaks schema ${status.schema}, this page knows 1: reload the page.`);
  }
  return all;
}

function trainingNote(aot, say) {
  if (aot.training !== 'failed') return;
  const where = str(aot.log) ? ` (see ${str(aot.log)})` : '';
  say('warn', `No AOT cache, workers start slower: ${str(aot.reason) || 'its training failed'}${where}.`);
}

function panicNote(panic, say) {
  const tries = num(panic.tries);
  const next = num(panic.next_try_in);
  if (tries === null && next === null) return;
  const limit = num(panic.limit);
  const failed = tries === null ? '' : `${count(tries)}${limit ? ` of ${count(limit)}` : ''} ${(limit || tries) === 1 ? 'try' : 'tries'} failed`;
  say('error', [failed, next === null ? '' : `next try in ${age(next)}`].filter(Boolean).join(', ') + '.');
}

const RESULTS = { rolled_back: 'was rolled back', failed: 'failed' };

function reloadNote(reload, state, say) {
  const result = RESULTS[reload.result];
  if (!result || state === 'reloading') return;
  const at = instant(reload.at);
  const why = str(reload.reason);
  say('warn', `The last reload${num(reload.generation) === null ? '' : ` (generation ${count(reload.generation)})`} ${result}`
    + `${at === null ? '' : ` at ${clock(at)}`}${why ? `: ${why}` : '.'}`);
}
