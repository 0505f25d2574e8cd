// The conditions of one incident as bars on a time axis, children indented below their parents.
const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 1020, LABEL = 360, ROW = 26, TOP = 26, MARGIN = 12, GAP = 12, INDENT = 14;
const KIND_SIZE = 12, ENTITY_SIZE = 11, ENTITY_ROOM = 110;

const brush = document.createElement('canvas').getContext('2d');

/** As wide as it is drawn: how wide letters are depends on the fonts there are. */
function widthOf(text, size) {
  brush.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
  return brush.measureText(text).width;
}

/** As much of a text as there is room for, by how it is cut down to a number of characters. */
function fitted(text, size, room, cut) {
  const letters = [...text];
  let shown = text;
  for (let n = letters.length - 1; n > 0 && widthOf(shown, size) > room; n--) shown = cut(letters, n);
  return shown;
}

const beginning = (letters, n) => `${letters.slice(0, n).join('')}…`;
const end = (letters, n) => `…${letters.slice(-n).join('')}`;

function svg(name, attributes, text) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

/** Parents before children, each with its depth; a cycle or a lost parent cannot hide a condition. */
function asTree(conditions) {
  const rows = [], seen = new Set();
  const visit = (condition, depth) => {
    if (seen.has(condition.id)) return;
    seen.add(condition.id);
    rows.push({ condition, depth });
    conditions.filter(c => c.causedBy === condition.id).forEach(c => visit(c, depth + 1));
  };
  conditions.filter(c => !c.causedBy).forEach(c => visit(c, 0));
  conditions.forEach(c => visit(c, 0));
  return rows;
}

function niceStep(span) {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400];
  return 1000 * (steps.find(s => span / (s * 1000) <= 7) ?? 86400 * Math.ceil(span / 86400000 / 7));
}

/** The last that was heard of it. */
function lastHeard(incident) {
  const instants = [...incident.conditions.flatMap(c => [c.from, c.to]), ...incident.evidence.map(e => e.at)];
  return new Date(Math.max(...instants.filter(Boolean).map(t => Date.parse(t)))).toISOString();
}

/** Of what goes on, up to now; without a now nothing goes on here, and is drawn as far as it was heard of. */
export function drawAxis(incident, now) {
  const rows = asTree(incident.conditions);
  const until = now ?? lastHeard(incident);
  const ends = incident.conditions.map(c => Date.parse(c.to ?? until));
  const first = Math.min(...incident.conditions.map(c => Date.parse(c.from)));
  const last = Math.max(first + 1000, ...ends);
  const pad = (last - first) * 0.04;
  const from = first - pad, to = last + pad;
  const x = t => LABEL + (WIDTH - LABEL - MARGIN) * (t - from) / (to - from);
  const height = TOP + rows.length * ROW + MARGIN;
  const picture = svg('svg', {
    viewBox: `0 0 ${WIDTH} ${height}`, role: 'img',
    'aria-label': `${rows.length} conditions on a time axis`, class: 'axis' });
  const step = niceStep(to - from);
  for (let t = Math.ceil(from / step) * step; t <= to; t += step) {
    picture.append(
      svg('line', { x1: x(t), x2: x(t), y1: TOP - 6, y2: height - MARGIN, class: 'tick' }),
      svg('text', { x: x(t), y: TOP - 10, class: 'tick-label', 'text-anchor': 'middle' },
        new Date(t).toISOString().slice(11, 19)));
  }
  rows.forEach(({ condition, depth }, i) => picture.append(...bar(incident, condition, depth, i, x, until, now !== null)));
  return picture;
}

function bar(incident, condition, depth, i, x, until, goesOn) {
  const y = TOP + i * ROW;
  const x1 = x(Date.parse(condition.from)), x2 = x(Date.parse(condition.to ?? until));
  const kind = condition.kind.replaceAll('_', ' ');
  const [label, entity] = labels(condition, kind, depth, y + 16);
  const block = svg('rect', {
    x: x1, y: y + 4, width: Math.max(3, x2 - x1), height: ROW - 9, rx: 3,
    class: `bar ${condition.kind}${condition.to || !goesOn ? '' : ' lasting'}` });
  block.append(svg('title', {},
    `${kind}, ${condition.entity}\n${condition.from} – ${condition.to ?? (goesOn ? 'still on' : '')}`));
  const dots = condition.evidence.map(index => incident.evidence[index]).filter(Boolean).map(e => {
    const dot = svg('circle', { cx: x(Date.parse(e.at)), cy: y + ROW / 2, r: 3.5, class: 'dot' });
    dot.append(svg('title', {}, `${e.at}\n${e.text}`));
    return dot;
  });
  return [label, entity, block, ...dots];
}

/** What it is, and at the other side of the same room of what: the end of that tells most. */
function labels(condition, kind, depth, y) {
  const left = 4 + Math.min(depth, 6) * INDENT, right = LABEL - 8;
  const name = fitted(`${depth ? '└ ' : ''}${kind}`, KIND_SIZE, right - left - ENTITY_ROOM - GAP, beginning);
  const room = right - left - widthOf(name, KIND_SIZE) - GAP;
  const label = svg('text', { x: left, y, class: 'label' }, name);
  const entity = svg('text', { x: right, y, class: 'entity', 'text-anchor': 'end' },
    fitted(condition.entity, ENTITY_SIZE, room, end));
  for (const text of [label, entity]) text.append(svg('title', {}, `${kind}, ${condition.entity}`));
  return [label, entity];
}
