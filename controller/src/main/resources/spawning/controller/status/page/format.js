// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
// How values are written for people. What is not known is a dash.

export const UNKNOWN = '–';

const SHORT = [[1e12, 'T'], [1e9, 'G'], [1e6, 'M']];

/** By hand, for Intl takes several milliseconds a tick. */
const grouped = (n) => String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',');
const three = (n) => (Math.abs(n) >= 1000 ? grouped(n) : String(Number(n.toPrecision(3))));
const two = (n) => String(n).padStart(2, '0');

/** The number, or null when it is none. */
export const num = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : null);

/** The text; numbers are written out, anything else is empty. */
export const str = (value) => (typeof value === 'string' ? value : num(value) === null ? '' : String(value));

/** The list; anything else is an empty one. */
export const list = (value) => (Array.isArray(value) ? value : []);

/** The object; anything else is an empty one. */
export const obj = (value) => (value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {});

/** A count with its thousands set apart; from a hundred millions on short, as "123M". */
export function count(value) {
  const n = num(value);
  if (n === null) return UNKNOWN;
  if (Math.abs(n) < 1e8) return grouped(n);
  if (Math.abs(n) >= 1e15) return n.toExponential(2);
  const [size, letter] = SHORT.find(([least]) => Math.abs(n) >= least);
  return three(n / size) + letter;
}

/** The whole count, for a title. */
export const whole = (value) => (num(value) === null ? '' : Math.abs(value) < 1e21 ? grouped(value) : String(value));

/** A measured number with up to three digits that mean something. */
export function measured(value) {
  const n = num(value);
  if (n === null) return UNKNOWN;
  return Math.abs(n) >= 1000 ? count(n) : three(n);
}

export const perSecond = (value) => (num(value) === null ? UNKNOWN : `${measured(value)}/s`);

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

export function bytes(value) {
  const n = num(value);
  if (n === null) return UNKNOWN;
  let unit = 0;
  let rest = n;
  while (Math.abs(rest) >= 1023.5 && unit < UNITS.length - 1) {
    rest /= 1024;
    unit++;
  }
  return `${rest < 1e6 ? three(rest) : rest.toExponential(2)} ${UNITS[unit]}`;
}

/** A short length of time, as a request takes. */
export function latency(seconds) {
  const s = num(seconds);
  if (s === null) return UNKNOWN;
  if (s === 0) return '0 ms';
  if (s < 0.001) return `${three(s * 1e6)} µs`;
  if (s < 0.9995) return `${three(s * 1000)} ms`;
  return s < 120 ? `${three(s)} s` : age(s);
}

/** A length of time as people say it, in its two greatest units. */
export function age(seconds) {
  const s = num(seconds);
  if (s === null) return UNKNOWN;
  if (s < 9.95) return `${Math.max(0, s).toFixed(1)} s`;
  if (s < 60) return `${Math.floor(s)} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${two(Math.floor(s % 60))} s`;
  if (s < 86400) return `${Math.floor(s / 3600)} h ${two(Math.floor((s % 3600) / 60))} min`;
  return `${count(Math.floor(s / 86400))} d ${Math.floor((s % 86400) / 3600)} h`;
}

export function percent(share) {
  const n = num(share);
  if (n === null) return UNKNOWN;
  return n > 0 && n < 0.001 ? '<0.1 %' : `${(n * 100).toFixed(n < 0.1 ? 1 : 0)} %`;
}

/** Milliseconds since 1970, or null. */
export function instant(value) {
  const ms = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(ms) ? null : ms;
}

/** Hours, minutes and seconds in the viewer's zone; the day before it when that is not today. */
export function clock(ms) {
  if (ms === null) return UNKNOWN;
  const at = new Date(ms);
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const today = new Date();
  const isToday = at.getDate() === today.getDate() && Math.abs(today - at) < 86_400_000;
  return isToday ? time : `${day} ${time}`;
}

/** The same instant in UTC with milliseconds, for a title. */
export const utc = (ms) => (ms === null ? '' : `${new Date(ms).toISOString().replace('T', ' ').replace('Z', '')} UTC`);

export const plural = (n, one, many) => `${count(n)} ${n === 1 ? one : many}`;
