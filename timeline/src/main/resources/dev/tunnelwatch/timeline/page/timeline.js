// A log line is hostile text: everything that comes from the API is set as textContent.
import { drawAxis } from '/axis.js';
import { wordForm } from '/operator.js';

const POLL_MILLIS = 2000;
let shown = '';
let spokenOf = '';

/** An element with a class, a text and children; the only way this page makes elements. */
export function el(name, className, text, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined && text !== null) node.textContent = text;
  node.append(...children);
  return node;
}

const clock = instant => instant ? instant.slice(11, 19) : '';
const day = instant => instant ? instant.slice(0, 10) : '';

function lasting({ startedAt, endedAt, state, mergedInto }, now) {
  if (mergedInto) return '';
  // Closed without an end: later lines told otherwise, so it never was.
  if (state === 'closed' && !endedAt) return 'withdrawn';
  const seconds = Math.max(0, Math.round((Date.parse(endedAt ?? now) - Date.parse(startedAt)) / 1000));
  const h = Math.floor(seconds / 3600), m = Math.floor(seconds / 60) % 60, s = seconds % 60;
  return h ? `${h} h ${m} min` : m ? `${m} min ${s} s` : `${s} s`;
}

function mark(incident) {
  return incident.state === 'open' ? incident.severity : incident.state;
}

/** As the legend below the list has it. */
function markOf(incident) {
  const word = mark(incident), node = el('span', 'mark', word);
  node.title = document.getElementById(`legend-${word}`)?.textContent ?? '';
  return node;
}

const isOpen = incident => incident.state === 'open';

/** A judgement: whether a page was sent only alerts know, and what came back before it was due woke nobody. */
function waking(incident, word) {
  if (!incident.page) return '';
  if (!isOpen(incident)) return 'worth waking someone';
  return word && word.deed !== 'note' ? '' : 'wakes someone';
}

const DEEDS = { 'acknowledge': 'acknowledged', 'close': 'closed', 'expect-until': 'expected', 'note': 'noted' };

const spoken = word => `${DEEDS[word.deed] ?? word.deed} by ${word.who}`;

/** Without a day where it is today's, and without seconds where there are none. */
function until(instant, now) {
  return `${day(instant) === day(now) ? '' : `${day(instant)} `}${clock(instant).replace(/:00$/, '')}`;
}

/** The word that counts. What is acknowledged may be told again, so that it is not said to wake nobody. */
function counting(incident, word, now) {
  if (!word) return '';
  const time = word.deed === 'expect-until' ? ` until ${until(word.until, now)}` : '';
  const holds = incident.page && isOpen(incident) && ['close', 'expect-until'].includes(word.deed);
  return `${spoken(word)}${time}${holds ? ', wakes nobody' : ''}`;
}

function row(incident, now) {
  const link = el('a', `row ${mark(incident)}`);
  link.href = `#${incident.id}`;
  if (incident.id === shown) link.setAttribute('aria-current', 'true');
  link.append(
    markOf(incident),
    el('span', 'title', incident.title),
    el('span', 'detail',
      [incident.cause, `${clock(incident.startedAt)}, ${lasting(incident, now)}`,
        waking(incident, incident.wordThatCounts), counting(incident, incident.wordThatCounts, now)]
        .filter(Boolean).join(' · ')));
  return el('li', '', null, link);
}

function summarise(incidents, now) {
  const open = incidents.filter(i => i.state === 'open');
  const critical = open.filter(i => i.severity === 'critical').length;
  const text = incidents.length === 0 ? 'no incident yet'
    : `${open.length} open` + (critical ? `, ${critical} critical` : '') + ` · ${incidents.length} in all`;
  document.getElementById('summary').textContent = `${text} · ${day(now)} ${clock(now)} UTC`;
}

function fact(list, name, value, className) {
  if (value) list.append(el('dt', '', name), el('dd', className, value));
}

/** Nothing more is heard of it here: what it showed last is not so "still". */
const isLeft = incident => Boolean(incident.mergedInto) || (incident.state === 'closed' && !incident.endedAt);

function facts(incident, word, now) {
  const list = el('dl', 'facts');
  fact(list, 'cause', incident.cause);
  fact(list, 'state', incident.mergedInto ? 'merged into another'
    : [incident.state, incident.severity, waking(incident, word), counting(incident, word, now)]
      .filter(Boolean).join(', '));
  fact(list, 'from', `${day(incident.startedAt)} ${clock(incident.startedAt)} UTC`);
  fact(list, 'to', incident.endedAt ? `${clock(incident.endedAt)} UTC`
    : isLeft(incident) || incident.state === 'closed' ? '' : 'still on');
  fact(list, 'lasting', lasting(incident, now));
  fact(list, 'gateways', incident.gateways.map(g => g.slice(g.lastIndexOf('/') + 1)).join(', '));
  fact(list, 'sites', incident.sites.join(', '));
  fact(list, 'incident', incident.id, 'id');
  fact(list, 'revision', String(incident.revision));
  fact(list, 'flags', incident.flags.join(', '));
  fact(list, 'runbook', incident.runbook);
  return list;
}

function redundancy(incident) {
  const rows = incident.redundancy.map(r => el('tr', r.worst, null,
    el('td', '', r.site),
    el('td', '', r.gateway.slice(r.gateway.lastIndexOf('/') + 1)),
    el('td', '', `${r.up} of ${r.expected} paths`),
    el('td', '', r.worst),
    el('td', '', !r.lostFrom ? ''
      : r.lostTo || !isLeft(incident) ? `${clock(r.lostFrom)} – ${clock(r.lostTo) || 'still'}`
        : `from ${clock(r.lostFrom)}`)));
  return table('Paths', ['site', 'from', 'fewest up', 'worst', 'lost'], rows);
}

/** What a line is about: the last condition that shows it names it; of several alike, their gateway. */
// As Incident.subject has it: with the instance that the record names.
function subject(incident, index) {
  const name = about(incident, index), by = incident.evidence[index].instance;
  if (!by) return name;
  const words = name.split(' ').filter(word => !['', 'IN_0', 'IN_1'].includes(word));
  const gateways = incident.gateways.map(id => id.slice(id.lastIndexOf('/') + 1));
  words.splice(gateways.includes(words[0]) ? 1 : words.length, 0, by);
  return words.join(' ');
}

function about(incident, index) {
  const showing = incident.conditions.filter(c => c.evidence.includes(index));
  const last = showing.at(-1)?.kind;
  const named = [...new Set(showing.filter(c => c.kind === last).map(c => c.entity))];
  if (named.length === 1) return named[0];
  const gateways = [...new Set(named.map(entity => entity.split(' ')[0]))];
  return gateways.length === 1 ? gateways[0] : '';
}

function evidence(incident) {
  const rows = incident.evidence.map((e, i) => {
    const tr = el('tr', '', null,
      el('td', 'number', String(i + 1)),
      el('td', '', clock(e.at)),
      el('td', '', subject(incident, i)),
      el('td', '', e.operationName),
      el('td', 'text', e.text),
      el('td', 'source', e.source.slice(e.source.lastIndexOf('/', e.source.lastIndexOf('/') - 1) + 1)));
    tr.lastChild.title = e.source;
    tr.id = `evidence-${i}`;
    return tr;
  });
  const more = incident.evidenceTotal > rows.length
    ? ` (${rows.length} of ${incident.evidenceTotal} lines)` : '';
  return table(`Evidence${more}`, ['', 'time', 'about', 'operation', 'line', 'read from'], rows);
}

function rejected(incident) {
  const rows = incident.rejectedCauses.map(r =>
    el('tr', '', null, el('td', '', r.cause), el('td', 'text', r.because)));
  return table('What it is not', ['cause', 'because'], rows);
}

/** What people said of it. */
function words(said) {
  const rows = said.map(w => el('tr', '', null,
    el('td', '', `${day(w.at)} ${clock(w.at)}`), el('td', '', spoken(w)),
    el('td', 'text', w.text ?? (w.until ? `until ${day(w.until)} ${clock(w.until)} UTC` : ''))));
  return table('What people said', ['time', 'who', ''], rows);
}

function table(caption, heads, rows) {
  if (rows.length === 0) return '';
  const head = el('tr', '', null, ...heads.map(h => el('th', h === 'read from' ? 'source' : '', h)));
  return el('section', '', null, el('h3', '', caption),
    el('table', '', null, el('thead', '', null, head), el('tbody', '', null, ...rows)));
}

/** A link to an incident, in full where it is known. */
function linkTo({ id, title }) {
  const link = el('a', '', title ? `${id}: ${title}` : id);
  link.href = `#${id}`;
  return link;
}

function showIncident(incident, heir, word, said, now) {
  const merged = heir ? [el('p', 'merged', 'merged into ', linkTo(heir))] : [];
  document.getElementById('incident').replaceChildren(
    ...merged,
    el('h2', mark(incident), incident.title),
    el('p', 'explanation', incident.explanation),
    facts(incident, word, now), words(said),
    el('section', '', null, el('h3', '', 'Conditions'),
      el('div', 'scroll', null, drawAxis(incident, isLeft(incident) ? null : now))),
    redundancy(incident), evidence(incident), rejected(incident));
}

/** Outside of what is drawn anew all the time: somebody may be typing. */
function showForm(id, heir) {
  const place = document.getElementById('operator');
  const wanted = heir ? `${id} ${heir.id}` : id;
  // Whoever is typing as it is merged keeps what they typed; the answer leads them on.
  const typing = heir && id === spokenOf && place.querySelector('details')?.open;
  if (wanted === spokenOf || typing) return;
  spokenOf = wanted;
  place.replaceChildren(...(heir
    ? [el('p', '', null, el('span', '', 'Nothing can be said of it any more. Speak of '), linkTo(heir))]
    : id ? [wordForm(id, refresh)] : []));
}

/** Into which an incident was merged in the end, or its id where no more is known; heirs may go round in a circle. */
async function heirOf(incident) {
  const seen = new Set([incident.id]);
  let heir = null, next = incident.mergedInto;
  while (next && !seen.has(next)) {
    seen.add(next);
    heir = await get(`/api/incidents/${encodeURIComponent(next)}`) ?? { id: next };
    next = heir.mergedInto;
  }
  return heir;
}

function showNothing(text) {
  document.getElementById('incident').replaceChildren(el('p', 'empty', text));
}

async function get(path) {
  const response = await fetch(path);
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`${path}: status ${response.status}`);
  return response.json();
}

async function refresh() {
  try {
    shown = location.hash.slice(1);
    const list = await get('/api/incidents');
    summarise(list.incidents, list.now);
    document.getElementById('incidents').replaceChildren(
      ...list.incidents.map(i => row(i, list.now)));
    document.body.classList.toggle('chosen', shown !== '');
    // Without a choice the first of the list, which is the worst, is shown beside it.
    const id = shown || list.incidents[0]?.id;
    const incident = id ? await get(`/api/incidents/${encodeURIComponent(id)}`) : null;
    const heir = incident ? await heirOf(incident) : null;
    showForm(incident ? id : '', heir);
    if (incident) {
      const said = await get(`/api/incidents/${encodeURIComponent(id)}/operator`);
      const word = list.incidents.find(i => i.id === id)?.wordThatCounts;
      showIncident(incident, heir, word, said ?? [], list.now);
    } else {
      showNothing(shown ? 'No such incident here: too old, or never published.'
        : 'Nothing is wrong, or nothing was read yet.');
    }
  } catch (e) {
    document.getElementById('summary').textContent = `not up to date: ${e.message}`;
  }
}

addEventListener('hashchange', refresh);
(async function poll() {
  await refresh();
  setTimeout(poll, POLL_MILLIS);
})();
