// The conditions of one incident as bars on a time axis, children indented below their parents.
const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 960, LABEL = 300, ROW = 26, TOP = 26, MARGIN = 12;

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

export function drawAxis(incident, now) {
  const rows = asTree(incident.conditions);
  const ends = incident.conditions.map(c => Date.parse(c.to ?? now));
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
  rows.forEach(({ condition, depth }, i) => picture.append(...bar(incident, condition, depth, i, x, now)));
  return picture;
}

function bar(incident, condition, depth, i, x, now) {
  const y = TOP + i * ROW;
  const x1 = x(Date.parse(condition.from)), x2 = x(Date.parse(condition.to ?? now));
  const kind = condition.kind.replaceAll('_', ' ');
  const label = svg('text', { x: 4 + depth * 14, y: y + 16, class: 'label' },
    `${depth ? '└ ' : ''}${kind}`);
  const entity = svg('text', { x: LABEL - 8, y: y + 16, class: 'entity', 'text-anchor': 'end' },
    condition.entity.length > 30 ? `…${condition.entity.slice(-29)}` : condition.entity);
  const block = svg('rect', {
    x: x1, y: y + 4, width: Math.max(3, x2 - x1), height: ROW - 9, rx: 3,
    class: `bar ${condition.kind}${condition.to ? '' : ' lasting'}` });
  block.append(svg('title', {},
    `${kind}, ${condition.entity}\n${condition.from} – ${condition.to ?? 'still on'}`));
  const dots = condition.evidence.map(index => incident.evidence[index]).filter(Boolean).map(e => {
    const dot = svg('circle', { cx: x(Date.parse(e.at)), cy: y + ROW / 2, r: 3.5, class: 'dot' });
    dot.append(svg('title', {}, `${e.at}\n${e.text}`));
    return dot;
  });
  return [label, entity, block, ...dots];
}
