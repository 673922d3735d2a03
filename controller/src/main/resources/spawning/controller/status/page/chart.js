// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
// One chart: lines over the last steps as SVG, with axes, marks of what happened, and a value to read out by pointer,
// touch or arrow keys.

import { attribute, draw, make, text } from './dom.js';
import { UNKNOWN, age, clock, utc } from './format.js';
import { highest, lowest } from './scale.js';

const HEIGHT = 132;
const LEFT = 60;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 20;

export class Chart {
  /**
   * @param about title, what (one of its values in words), scale (of scale.js), write (value to text), series: key,
   *   label, and area when it is filled
   */
  constructor(about) {
    this.about = about;
    this.steps = 0;
    this.width = 0;
    this.cursor = null;
    this.build();
    new ResizeObserver((entries) => this.resize(Math.floor(entries[0].contentRect.width))).observe(this.plot);
    this.listen();
  }

  build() {
    const { title, series } = this.about;
    this.values = series.map(() => make('span', 'value', UNKNOWN));
    const legend = make('ul', 'legend', ...series.map((one, i) =>
      make('li', `series-${i}`, swatch(i), make('span', 'label', one.label), ' ', this.values[i])));
    this.grid = draw('g', { class: 'grid' });
    this.marks = draw('g', { class: 'marks' });
    this.areas = series.map((one, i) => draw('path', { class: `area series-${i}` }));
    this.lines = series.map((one, i) => draw('path', { class: `line series-${i}` }));
    this.pointer = draw('line', { class: 'pointer', y1: TOP, y2: HEIGHT - BOTTOM });
    this.dots = series.map((one, i) => draw('circle', { class: `dot series-${i}`, r: 3.5 }));
    this.svg = draw('svg', { role: 'img', height: HEIGHT },
      this.grid, this.marks, ...this.areas, ...this.lines, this.pointer, ...this.dots);
    this.slider = make('input', 'slider');
    this.slider.type = 'range';
    this.slider.min = 0;
    attribute(this.slider, 'aria-label', `Read values: ${title}`);
    this.plot = make('div', 'plot', this.svg, this.slider);
    this.range = make('p', 'range', UNKNOWN);
    this.node = make('figure', 'chart', make('figcaption', '', make('h3', '', title), legend), this.plot, this.range);
    this.point(null);
  }

  listen() {
    const follow = (event) => {
      const share = (event.clientX - this.plot.getBoundingClientRect().left - LEFT) / (this.width - LEFT - RIGHT);
      this.point(Math.round(Math.min(1, Math.max(0, share)) * (this.steps - 1)));
    };
    this.plot.addEventListener('pointermove', follow);
    this.plot.addEventListener('pointerdown', follow);
    for (const end of ['pointerleave', 'pointercancel']) this.plot.addEventListener(end, () => this.point(null));
    this.slider.addEventListener('focus', () => this.point(Number(this.slider.value)));
    this.slider.addEventListener('input', () => this.point(Number(this.slider.value)));
    this.slider.addEventListener('blur', () => this.point(null));
  }

  resize(width) {
    if (width === this.width) return;
    this.width = width;
    attribute(this.svg, 'width', width);
    if (this.history) this.paint();
  }

  /**
   * Shows a history.
   *
   * @param history steps, step (seconds), end (milliseconds or null), and a list of values for each key
   * @param marks steps ago and severity of what happened
   */
  update(history, marks) {
    this.history = history;
    this.happened = marks;
    this.series = this.about.series.map((one) => history.values(one.key));
    if (history.steps !== this.steps) {
      const atEnd = Number(this.slider.value) >= this.steps - 1;
      this.steps = history.steps;
      this.slider.max = Math.max(0, this.steps - 1);
      if (atEnd) this.slider.value = this.slider.max;
    }
    this.say();
    if (this.width > 0) this.paint();
  }

  say() {
    const { title, series, write } = this.about;
    const words = this.series.map((values, i) => {
      const last = values.length === 0 ? null : values[values.length - 1];
      text(this.values[i], write(last));
      return `${series[i].label} ${last === null ? 'unknown' : write(last)}${between(values, write)}`;
    });
    attribute(this.svg, 'aria-label', `${title}, last ${this.span()}: ${words.join('; ')}`);
    if (this.cursor === null) this.sayRange();
  }

  sayRange() {
    const { series, write } = this.about;
    const words = this.series.map((values, i) => {
      if (highest(values) === null) return null;
      const range = `${write(lowest(values))} to ${write(highest(values))}`;
      return series.length === 1 ? range : `${series[i].label} ${range}`;
    }).filter((one) => one !== null);
    text(this.range, words.length === 0 ? 'Nothing measured yet' : `${this.span()}: ${words.join(', ')}`);
    attribute(this.range, 'title', null);
  }

  /** How long something has been measured. */
  span() {
    const first = Math.min(...this.series.map((values) => {
      const at = values.findIndex((value) => value !== null);
      return at < 0 ? this.steps : at;
    }));
    const seconds = Math.max(1, this.steps - first) * this.history.step;
    return seconds % 60 === 0 ? `${seconds / 60} min` : age(Math.max(10, seconds));
  }

  point(step) {
    this.cursor = step === null || this.steps === 0 ? null : Math.min(step, this.steps - 1);
    this.node.classList.toggle('pointing', this.cursor !== null);
    if (!this.history) return;
    if (this.cursor === null) this.sayRange();
    else this.readOut();
    this.placePointer();
  }

  readOut() {
    const { series, write } = this.about;
    const { end, step } = this.history;
    const ago = (this.steps - 1 - this.cursor) * step;
    const at = end === null ? null : end - ago * 1000;
    const words = series.map((one, i) => `${one.label} ${write(this.series[i][this.cursor])}`).join(', ');
    const all = `${at === null ? `${age(ago)} ago` : clock(at)}: ${words}`;
    text(this.range, all);
    attribute(this.range, 'title', utc(at));
    if (document.activeElement === this.slider) attribute(this.slider, 'aria-valuetext', all);
  }

  x(step) {
    return LEFT + (step / Math.max(1, this.steps - 1)) * (this.width - LEFT - RIGHT);
  }

  y(value) {
    return TOP + (1 - this.scale.at(value)) * (HEIGHT - TOP - BOTTOM);
  }

  paint() {
    this.scale = this.about.scale(this.series.flat());
    this.paintGrid();
    this.paintMarks();
    this.series.forEach((values, i) => {
      const { line, area } = this.paths(values, this.about.series[i].area);
      attribute(this.lines[i], 'd', line);
      attribute(this.areas[i], 'd', area);
    });
    if (this.cursor !== null) this.readOut();
    this.placePointer();
  }

  /** A gap where nothing was measured; a value between two gaps is a point. */
  paths(values, filled) {
    let line = '';
    let area = '';
    let begin = -1;
    const base = HEIGHT - BOTTOM;
    for (let i = 0; i <= values.length; i++) {
      const value = i < values.length ? values[i] : null;
      if (value !== null) {
        const place = `${tenth(this.x(i))} ${tenth(this.y(value))}`;
        line += begin < 0 ? `M${place}h0` : `L${place}`;
        if (filled) area += begin < 0 ? `M${tenth(this.x(i))} ${base}L${place}` : `L${place}`;
        if (begin < 0) begin = i;
      } else if (begin >= 0) {
        if (filled) area += `L${tenth(this.x(i - 1))} ${base}Z`;
        begin = -1;
      }
    }
    return { line, area };
  }

  paintGrid() {
    const ticks = this.scale.ticks.map((tick) => [this.about.write(tick), this.y(tick).toFixed(1)]);
    const long = this.steps * this.history.step;
    const key = `${this.width} ${long} ${ticks.join(' ')}`;
    if (key === this.gridKey) return;
    this.gridKey = key;
    const lines = ticks.flatMap(([label, y]) => [
      draw('line', { x1: LEFT, x2: this.width - RIGHT, y1: y, y2: y }),
      draw('text', { x: LEFT - 6, y: Number(y) + 4, 'text-anchor': 'end' }, label),
    ]);
    const half = (this.steps - 1) / 2;
    const times = [[0, 'start', `${minutes(long)} ago`], [half, 'middle', `${minutes(long / 2)} ago`], [this.steps - 1, 'end', 'now']];
    const labels = times.map(([step, anchor, label]) => draw('text', { x: this.x(step), y: HEIGHT - 4, 'text-anchor': anchor }, label));
    this.grid.replaceChildren(...lines, ...labels);
  }

  paintMarks() {
    const key = this.happened.map((mark) => `${mark.ago} ${mark.severity}`).join() + this.width;
    if (key === this.marksKey) return;
    this.marksKey = key;
    this.marks.replaceChildren(...this.happened.flatMap((mark) => {
      const x = this.x(this.steps - 1 - mark.ago).toFixed(1);
      return [
        draw('line', { class: `faint ${mark.severity}`, x1: x, x2: x, y1: TOP, y2: HEIGHT - BOTTOM }),
        draw('line', { class: mark.severity, x1: x, x2: x, y1: HEIGHT - BOTTOM - 7, y2: HEIGHT - BOTTOM }),
      ];
    }));
  }

  placePointer() {
    if (this.cursor === null || !this.scale) return;
    const x = this.x(this.cursor).toFixed(1);
    attribute(this.pointer, 'x1', x);
    attribute(this.pointer, 'x2', x);
    this.dots.forEach((dot, i) => {
      const value = this.series[i][this.cursor] ?? null;
      attribute(dot, 'visibility', value === null ? 'hidden' : null);
      if (value === null) return;
      attribute(dot, 'cx', x);
      attribute(dot, 'cy', this.y(value).toFixed(1));
    });
  }
}

const tenth = (value) => Math.round(value * 10) / 10;
const minutes = (seconds) => (seconds % 60 === 0 ? `${seconds / 60} min` : age(seconds));

function between(values, write) {
  const least = lowest(values);
  return least === null ? '' : ` (${write(least)} to ${write(highest(values))})`;
}

function swatch(i) {
  return draw('svg', { class: 'swatch', width: 22, height: 10, 'aria-hidden': 'true', focusable: 'false' },
    draw('path', { class: `line series-${i}`, d: 'M1 5h20' }));
}
