// What people say of an incident. The operators' token stays in this tab and goes to this server alone.
import { el } from '/timeline.js';

const HOURS = 2;

function field(name, label, type, kept) {
  const input = el('input');
  input.name = name;
  input.type = type;
  if (kept) {
    input.value = sessionStorage.getItem(kept) ?? '';
    input.addEventListener('change', () => sessionStorage.setItem(kept, input.value));
  }
  return [el('label', '', label, input), input];
}

function button(text, press) {
  const made = el('button', '', text);
  made.type = 'button';
  made.addEventListener('click', press);
  return made;
}

async function send(id, token, word) {
  const reply = await fetch(`/api/incidents/${encodeURIComponent(id)}/operator`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Authorization': `Bearer ${token}` },
    body: JSON.stringify(word),
  });
  if (!reply.ok) throw new Error((await reply.text()).trim());
}

/** What was answered, with a link where it leads to another incident. */
function leadingOn(answer) {
  const [before, heir, behind] = answer.split(/\b([0-9a-f]{16})\b/);
  if (!heir) return [answer];
  const link = el('a', '', heir);
  link.href = `#${heir}`;
  return [before, link, behind];
}

/** The form for one incident; afterwards is called when something was taken. */
export function wordForm(id, afterwards) {
  const [whoLabel, who] = field('who', 'who', 'text', 'who');
  const [tokenLabel, token] = field('token', 'operators’ token', 'password', 'token');
  const [hoursLabel, hours] = field('hours', 'hours', 'number');
  const [noteLabel, note] = field('text', 'note', 'text');
  hours.value = String(HOURS);
  hours.min = '1';
  const outcome = el('output');

  async function say(word) {
    outcome.textContent = 'sending …';
    try {
      await send(id, token.value, { who: who.value, ...word });
      outcome.textContent = 'taken';
      note.value = '';
      afterwards();
    } catch (e) {
      outcome.replaceChildren(...leadingOn(`not taken: ${e.message}`));
    }
  }

  // Nothing more is told of what is closed: a slip of the hand must not do it.
  let sure = false;
  const close = button('Close', () => {
    if (sure) say({ deed: 'close' });
    sure = !sure;
    close.textContent = sure ? 'Really close: nothing more is told of it' : 'Close';
  });
  const until = () => new Date(Date.now() + Number(hours.value) * 3600e3).toISOString();
  const form = el('form', '', null,
    el('p', '', null, whoLabel, tokenLabel),
    el('p', '', null, button('Acknowledge', () => say({ deed: 'acknowledge' })), close),
    el('p', '', null, hoursLabel,
      button('Expect it: wake nobody for so long', () => say({ deed: 'expect-until', until: until() }))),
    el('p', '', null, noteLabel, button('Note it', () => say({ deed: 'note', text: note.value }))),
    outcome);
  form.addEventListener('submit', e => e.preventDefault());
  return el('details', '', null, el('summary', '', 'Say something of it'), form);
}
