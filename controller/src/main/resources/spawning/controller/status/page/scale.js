// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
// Scales of charts: from 0 to a round number, or by powers of ten. Pure. Each gives at(value), its share of the height
// from 0 to 1, and the ticks.

const ROUND = [1, 2, 3, 4, 5, 6, 8, 10];

function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * (ROUND.find((step) => step * power >= value * 0.999999) ?? 10);
}

function linear(top, parts) {
  const ticks = [];
  for (let i = 0; i <= parts; i++) ticks.push((top * i) / parts);
  return { ticks, at: (value) => Math.min(1, Math.max(0, value / top)) };
}

/** Anything that is measured; at least up to the floor. */
export function amounts(values, floor = 1) {
  const top = roundUp(Math.max(floor, highest(values) ?? 0));
  return linear(top, 2);
}

/** Whole things: ticks are whole as well. */
export function counts(values, floor = 2) {
  const top = roundUp(Math.max(2, floor, highest(values) ?? 0));
  return linear(top % 2 === 0 ? top : top + 1, 2);
}

/** Sizes: round in the unit that they are written in. */
export function sizes(values) {
  const most = Math.max(1024, highest(values) ?? 0);
  const unit = 1024 ** Math.floor(Math.log(most) / Math.log(1024));
  const top = Math.min(roundUp(most / unit), 1024);
  return linear((top >= most / unit ? top : 1024) * unit, 2);
}

/** Lengths of time: by powers of ten, at least two of them, so that 2 ms and 2 s can both be read. */
export function decades(values) {
  const known = values.filter((value) => value > 0);
  const low = known.length === 0 ? -3 : Math.max(-6, Math.floor(Math.log10(lowest(known)) + 1e-9));
  const high = known.length === 0 ? 0 : Math.min(5, Math.ceil(Math.log10(highest(known)) - 1e-9));
  const bottom = Math.min(low, high - 2);
  const top = Math.max(high, bottom + 2);
  const every = Math.ceil((top - bottom) / 4);
  const ticks = [];
  for (let power = bottom; power <= top; power += every) ticks.push(10 ** power);
  return { ticks, at: (value) => Math.min(1, Math.max(0, (Math.log10(Math.max(value, 1e-9)) - bottom) / (top - bottom))) };
}

export function highest(values) {
  let most = null;
  for (const value of values) if (value !== null && (most === null || value > most)) most = value;
  return most;
}

export function lowest(values) {
  let least = null;
  for (const value of values) if (value !== null && (least === null || value < least)) least = value;
  return least;
}
