// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
// Changes to the document, each only where something differs, so that selection, focus and scroll survive. Text from the
// server goes through text() only: request lines are written by whoever sends a request.

import { clock, instant, utc } from './format.js';

const SVG = 'http://www.w3.org/2000/svg';

export const byId = (id) => document.getElementById(id);

export function make(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

export function draw(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** One of the shapes of index.html; words beside it say the same. */
export function icon(name) {
  return draw('svg', { class: 'icon', 'aria-hidden': 'true', focusable: 'false' }, draw('use', { href: `#icon-${name}` }));
}

export function text(node, value) {
  const words = String(value);
  const first = node.firstChild;
  if (first === null || first !== node.lastChild || first.nodeType !== Node.TEXT_NODE) node.textContent = words;
  else if (first.data !== words) first.data = words;
}

export function attribute(node, name, value) {
  if (value === null || value === '') {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) {
    node.setAttribute(name, value);
  }
}

export function show(node, shown) {
  if (node.hidden === shown) node.hidden = !shown;
}

/** A time element: in the viewer's zone, UTC when pointed at. */
export function time(node, iso) {
  const ms = instant(iso);
  text(node, clock(ms));
  attribute(node, 'datetime', ms === null ? null : new Date(ms).toISOString());
  attribute(node, 'title', utc(ms));
}

const rows = new WeakMap();

/**
 * Makes the children of a node show the items in their order; a child stays the same node as long as its key is there.
 * A key that comes twice gets a second child.
 */
export function keyed(parent, items, keyOf, create, update) {
  const before = rows.get(parent) ?? new Map();
  const after = new Map();
  for (const item of items) {
    let key = String(keyOf(item));
    while (after.has(key)) key += '+';
    after.set(key, before.get(key) ?? create(item));
    update(after.get(key), item);
  }
  for (const [key, row] of before) if (!after.has(key)) row.node.remove();
  let place = parent.firstChild;
  for (const row of after.values()) {
    if (row.node === place) place = place.nextSibling;
    else parent.insertBefore(row.node, place);
  }
  rows.set(parent, after);
}

/** A list of terms and their values: [term, value, title]. */
export function facts(parent, pairs) {
  keyed(parent, pairs, (pair) => pair[0], () => {
    const term = make('dt');
    const value = make('dd');
    return { node: make('div', '', term, value), term, value };
  }, (row, [term, value, title]) => {
    text(row.term, term);
    text(row.value, value);
    attribute(row.value, 'title', title ?? null);
  });
}

/**
 * A table with a caption for screen readers. Its roles are said although they go without saying: on a phone its rows
 * are shown as cards, and then some browsers forget that it is a table.
 */
export function table(caption, columns) {
  const head = make('tr');
  attribute(head, 'role', 'row');
  for (const column of columns) {
    const cell = make('th', column.className ?? '', column.label);
    cell.scope = 'col';
    attribute(cell, 'role', 'columnheader');
    attribute(cell, 'title', column.title ?? null);
    head.append(cell);
  }
  const groups = [make('thead', '', head), make('tbody')];
  for (const group of groups) attribute(group, 'role', 'rowgroup');
  const node = make('table', '', make('caption', 'unseen', caption), ...groups);
  attribute(node, 'role', 'table');
  return { node, body: groups[1] };
}

/** A row of such a table; the first cell names it. */
export function tableRow(columns) {
  const node = make('tr');
  attribute(node, 'role', 'row');
  const cells = columns.map((column, place) => {
    const cell = make(place === 0 ? 'th' : 'td', column.className ?? '');
    if (place === 0) cell.scope = 'row';
    attribute(cell, 'role', place === 0 ? 'rowheader' : 'cell');
    attribute(cell, 'data-label', column.label);
    node.append(cell);
    return cell;
  });
  return { node, cells };
}
