/**
 * The top of the window: whose shop this is, or with whom the visitor speaks, the ways from text to voice, and the ways
 * out: back, smaller, end. It knows the visit and draws nothing of the conversation itself.
 */
import { css, html, nothing, type TemplateResult } from 'lit';
import chevronDown from 'lucide/dist/esm/icons/chevron-down.mjs';
import chevronLeft from 'lucide/dist/esm/icons/chevron-left.mjs';
import phone from 'lucide/dist/esm/icons/phone.mjs';
import video from 'lucide/dist/esm/icons/video.mjs';
import '../../client/elements/avatar.ts';
import { icon } from '../../client/elements/icon.ts';
import type { Media, PersonCard } from '../../protocol/models.ts';
import { agentOf, firstName, photoAddress, type Scene } from '../scene.ts';
// Names the part in which `<shopbell-someone-else>` comes.
import './rest.ts';

/** How many faces stand for the team while nobody has joined yet. */
const TEAM_FACES = 2;

function minimise({ visit, texts }: Scene): TemplateResult {
  return html`<button class="round" aria-label=${texts.panel.minimise} @click=${() => visit.close()}>
    ${icon(chevronDown)}
  </button>`;
}

function face(scene: Scene, card: PersonCard): TemplateResult {
  const photo = photoAddress(scene, card);
  return html`<shopbell-avatar .name=${card.name} .photo=${photo} .size=${36}></shopbell-avatar>`;
}

/** The agent, or the faces of those who may join. */
function who(scene: Scene): TemplateResult {
  const { visit, texts, settings } = scene;
  const { name, team } = settings.value;
  const agent = agentOf(visit.timeline);
  if (agent === undefined) {
    const faces = team.slice(0, TEAM_FACES).map((card) => face(scene, card));
    return html`<div class="faces">${faces}</div>
      <h2 dir="auto">${name}</h2>`;
  }
  return html`${face(scene, agent)}
    <div class="words">
      <h2 dir="auto">${firstName(agent)}</h2>
      <p dir="auto">${[agent.title, agent.partner].filter(Boolean).join(', ') || texts.chat.isHere}</p>
    </div>`;
}

/** The number of the case, and the ways out of it: somebody else, or the end. */
function caseLine(scene: Scene): TemplateResult | typeof nothing {
  const { visit, texts } = scene;
  const { timeline } = visit;
  if (timeline === undefined) return nothing;
  const { caseNumber } = timeline.view;
  return html`<div class="case">
    <span class="figures">${caseNumber === '' ? nothing : texts.chat.caseNumber(caseNumber)}</span>
    <shopbell-someone-else .scene=${scene}></shopbell-someone-else>
    ${
      visit.isRunning
        ? html`<button class="button quiet end" @click=${() => visit.end()}>${texts.chat.end}</button>`
        : nothing
    }
  </div>`;
}

/** The header of the screen that is shown; no `<header>`, because the page's own banner is the shop's. */
export function header(scene: Scene): TemplateResult {
  const { visit, texts, settings } = scene;
  if (visit.state.value.view !== 'chat') {
    return html`<div class="head">
      <div class="row"><span class="shop" dir="auto">${settings.value.name}</span>${minimise(scene)}</div>
    </div>`;
  }
  const call = (media: Media, label: string): TemplateResult =>
    html`<button class="round call" aria-label=${label} @click=${() => visit.explain(media)}>
      ${icon(media.video ? video : phone)}
    </button>`;
  return html`<div class="head ruled">
    <div class="row">
      <button class="round" aria-label=${texts.panel.back} @click=${() => visit.goHome()}>${icon(chevronLeft)}</button>
      <div class="who">${who(scene)}</div>
      ${call({ audio: true, video: false }, texts.chat.audio)} ${call({ audio: true, video: true }, texts.chat.video)}
      ${minimise(scene)}
    </div>
    ${caseLine(scene)}
  </div>`;
}

/** How the header looks. */
export const headerStyles = css`
  .row {
    display: flex;
    align-items: center;
    gap: var(--sb-1);
    min-height: 60px;
    padding: var(--sb-2);
  }
  .shop {
    flex: 1;
    min-width: 0;
    padding-inline-start: var(--sb-3);
    overflow: hidden;
    font-weight: var(--sb-bold);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .who {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 10px;
    min-width: 0;
  }
  .faces {
    display: flex;
    flex: none;
  }
  .faces > * {
    box-shadow: 0 0 0 2px var(--sb-surface);
  }
  .faces > :not(:first-child) {
    margin-inline-start: -14px;
  }
  .words {
    min-width: 0;
  }
  .head :is(h2, p) {
    margin: 0;
    overflow: hidden;
    line-height: 1.3;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .faces + h2 {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    line-clamp: 2;
    white-space: normal;
  }
  .head h2 {
    font-size: var(--sb-body);
    font-weight: var(--sb-bold);
  }
  .head p {
    color: var(--sb-muted);
    font-size: var(--sb-small);
  }
  .ruled {
    border-block-end: 1px solid var(--sb-hairline);
  }
  .ruled .row {
    padding-block-end: var(--sb-1);
  }
  .call {
    color: var(--sb-brand-text);
  }
  .case {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--sb-2);
    min-height: 36px;
    padding-inline: var(--sb-4) var(--sb-2);
    color: var(--sb-muted);
    font-size: var(--sb-small);
    white-space: nowrap;
  }
  /* A finger gets 44 px, the line stays low. */
  .end {
    position: relative;
    min-height: 32px;
    padding: 0 var(--sb-2);
    color: var(--sb-bad);
    font-size: var(--sb-small);
  }
  .end::after {
    content: '';
    position: absolute;
    inset: -6px 0;
  }
`;
