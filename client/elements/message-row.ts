/**
 * One line of the message list as a template: a day, a notice, or a message with its bubble, its time and its delivery.
 * It knows how an item looks and reads; when it is drawn, where it is scrolled and what was seen is the list's.
 */
import { css, html, nothing, type TemplateResult } from 'lit';
import check from 'lucide/dist/esm/icons/check.mjs';
import checkCheck from 'lucide/dist/esm/icons/check-check.mjs';
import circleAlert from 'lucide/dist/esm/icons/circle-alert.mjs';
import clock from 'lucide/dist/esm/icons/clock.mjs';
import lock from 'lucide/dist/esm/icons/lock.mjs';
import type { AgentId, MessageId } from '../../protocol/ids.ts';
import type { Author } from '../../protocol/models.ts';
import type { TimelineItem } from '../timeline.ts';
import './avatar.ts';
import { icon } from './icon.ts';
import { pieces } from './links.ts';
import { noticeText } from './notices.ts';
import type { ListTexts } from './texts.ts';
import { clockTime, daysAgo, longDay } from './times.ts';

/** A message of the list. */
export type MessageItem = Extract<TimelineItem, { kind: 'message' }>;

/** An agent as rows need them: `photo` is an address that loads, or null. */
export interface Face {
  readonly name: string;
  readonly photo: string | null;
}

/** What all rows of one list share. */
export interface RowContext {
  readonly texts: ListTexts;
  readonly locale: string;
  readonly face: (agent: AgentId) => Face | undefined;
  /** What the visitor's avatar is made from; empty draws an outline. */
  readonly visitorFace: string;
  /** Whether screen readers shall hear this item when it appears: it is new and not the reader's own. */
  readonly announced: (item: TimelineItem) => boolean;
  /** The message at whose end the list puts its mark, to know when it has been in view. */
  readonly marked: MessageId | undefined;
  readonly retry: (id: MessageId) => void;
}

/** The name to show for an author; the system has none (F9). */
export function authorName(by: Author, { texts, face }: Pick<RowContext, 'texts' | 'face'>): string {
  if (by.kind === 'agent') return face(by.id)?.name ?? by.name;
  return by.kind === 'visitor' ? texts.visitor : '';
}

const time = (at: number, locale: string): TemplateResult =>
  html`<time datetime=${new Date(at).toISOString()}>${clockTime(at, locale)}</time>`;

type Content = readonly (TemplateResult | string)[];

/** Texts that were taken apart before: a list draws all its messages again whenever one comes in. */
const contents = new Map<string, Content>();
/** More than any screen draws at once. */
const MAX_CONTENTS = 2_000;

/** The text of a bubble: text nodes and real links, nothing else. */
function content(text: string): Content {
  const known = contents.get(text);
  if (known !== undefined) return known;
  const made = pieces(text).map((piece) =>
    piece.href === undefined
      ? piece.text
      : html`<a href=${piece.href} target="_blank" rel="noopener noreferrer nofollow">${piece.text}</a>`,
  );
  if (contents.size >= MAX_CONTENTS) contents.clear();
  contents.set(text, made);
  return made;
}

/** What became of an own message, in words; the icon says the same to the eye. */
function delivery(item: MessageItem, { texts, locale, retry }: RowContext): TemplateResult | typeof nothing {
  const read = item.readBy.map((reader) => texts.readBy(reader.name, clockTime(reader.at, locale)));
  if (read.length > 0) return html`<span class="state read">${icon(checkCheck)}${read.join(' · ')}</span>`;
  if (item.delivery === undefined) return nothing;
  if (item.delivery === 'failed') {
    return html`<span class="state failed">${icon(circleAlert)}${texts.failed}</span
      ><button class="retry" @click=${() => retry(item.id)}>${texts.retry}</button>`;
  }
  const words = texts[item.delivery];
  const sign = { sending: clock, sent: check, delivered: checkCheck, read: checkCheck }[item.delivery];
  return html`<span class="state ${item.delivery}">${icon(sign)}<span class="unseen">${words}</span></span>`;
}

function head(item: MessageItem, context: RowContext): TemplateResult {
  const name = item.own ? context.texts.you : authorName(item.by, context);
  const shown = item.startsGroup && !item.own;
  const face = item.by.kind === 'agent' ? context.face(item.by.id) : undefined;
  return html`${
      shown
        ? html`<shopbell-avatar
            .name=${item.by.kind === 'agent' ? name : context.visitorFace}
            .photo=${face?.photo ?? null}
            .size=${28}
          >
          </shopbell-avatar>`
        : nothing
    }<span class=${shown ? 'who' : 'unseen'} dir="auto">${name}<span class="unseen">: </span></span>`;
}

function message(item: MessageItem, context: RowContext): TemplateResult {
  const { texts, locale } = context;
  const below = item.endsGroup || item.delivery === 'failed' || item.readBy.length > 0;
  const when = html`${time(item.at, locale)}${item.own ? delivery(item, context) : nothing}`;
  const kind = `${item.own ? 'own' : 'other'}${item.startsGroup ? ' first' : ''}${item.note ? ' note' : ''}`;
  return html`<div
    class="row message ${kind}"
    data-key=${item.key}
    aria-live=${context.announced(item) ? nothing : 'off'}
  >
    ${head(item, context)}
    <div class="line">
      <div class="bubble">
        ${item.note ? html`<span class="label">${icon(lock)}${texts.note}</span>` : nothing}
        <p dir="auto">${content(item.text)}</p>
      </div>
      ${below ? nothing : html`<span class="beside">${when}</span>`}
    </div>
    ${below ? html`<div class="below">${when}</div>` : nothing}
    ${item.id === context.marked ? html`<i class="mark"></i>` : nothing}
  </div>`;
}

function day(item: Extract<TimelineItem, { kind: 'day' }>, { texts, locale }: RowContext): TemplateResult {
  const now = Date.now();
  const ago = daysAgo(item.at, now);
  const words = ago === 0 ? texts.today : ago === 1 ? texts.yesterday : longDay(item.at, locale, now);
  return html`<div class="row day" aria-live="off"><span>${words}</span></div>`;
}

function notice(item: Extract<TimelineItem, { kind: 'notice' }>, context: RowContext): TemplateResult | typeof nothing {
  const words = noticeText(item.event, context.texts.notice, (agent) => context.face(agent)?.name);
  if (words === undefined) return nothing;
  return html`<div class="row notice" aria-live=${context.announced(item) ? nothing : 'off'}>
    <span dir="auto">${words}</span> · ${time(item.at, context.locale)}
  </div>`;
}

/** The template of one item. */
export function row(item: TimelineItem, context: RowContext): TemplateResult | typeof nothing {
  if (item.kind === 'message') return message(item, context);
  return item.kind === 'day' ? day(item, context) : notice(item, context);
}

/** Three calm dots with the name of who is typing. */
export function typingRow(by: Author, context: RowContext): TemplateResult {
  const name = authorName(by, context);
  const photo = by.kind === 'agent' ? (context.face(by.id)?.photo ?? null) : null;
  return html`<div class="row message other typing" aria-live="off">
    <shopbell-avatar
      .name=${by.kind === 'agent' ? name : context.visitorFace}
      .photo=${photo}
      .size=${28}
    ></shopbell-avatar>
    <div class="line">
      <span class="bubble dots" aria-hidden="true"><i></i><i></i><i></i></span>
      <span class="saying">${context.texts.typing(name)}</span>
    </div>
  </div>`;
}

/** How rows look. */
export const rowStyles = css`
  .row {
    position: relative;
    margin-block-start: var(--sb-1);
  }
  .message {
    display: flex;
    flex-direction: column;
    align-items: start;
    padding-inline-start: 36px;
  }
  .own {
    align-items: end;
    padding-inline-start: 0;
  }
  .first,
  .typing {
    margin-block-start: var(--sb-4);
  }
  shopbell-avatar {
    position: absolute;
    inset-block-start: 0;
    inset-inline-start: 0;
  }
  .who {
    margin-block-end: 2px;
    padding-inline-start: var(--sb-1);
    color: var(--sb-muted);
    font-size: var(--sb-small);
    font-weight: var(--sb-medium);
  }
  .line {
    position: relative;
    max-width: min(34em, 100% - 36px);
  }
  .bubble {
    padding: var(--sb-2) var(--sb-3);
    border: 1px solid transparent;
    border-radius: var(--sb-radius-card);
    border-end-start-radius: var(--sb-radius-tip);
    background: var(--sb-raised);
  }
  .own .bubble {
    border-radius: var(--sb-radius-card);
    border-end-end-radius: var(--sb-radius-tip);
    background: var(--sb-brand-tint);
  }
  .note .bubble {
    border-color: var(--sb-warn-line);
    background: var(--sb-warn-tint);
  }
  .label {
    display: flex;
    align-items: center;
    gap: var(--sb-1);
    margin-block-end: 2px;
    color: var(--sb-warn);
    font-size: var(--sb-tiny);
    font-weight: var(--sb-medium);
  }
  p {
    margin: 0;
    overflow-wrap: anywhere;
    text-wrap: pretty;
    white-space: pre-wrap;
  }
  a {
    color: var(--sb-brand-text);
    text-underline-offset: 2px;
  }
  .note a {
    color: inherit;
  }
  .below,
  .beside,
  .notice,
  .day,
  .saying {
    color: var(--sb-muted);
    font-size: var(--sb-tiny);
  }
  .below,
  .state {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--sb-1) 6px;
  }
  time {
    unicode-bidi: plaintext;
  }
  .below {
    margin-block-start: 3px;
    padding-inline: var(--sb-1);
  }
  .own .below {
    justify-content: end;
  }
  /* In the space that bubbles leave free, so that nothing moves when it appears. */
  .beside {
    display: flex;
    position: absolute;
    align-items: center;
    gap: var(--sb-1);
    width: min-content;
    max-width: 44px;
    inset-block: 0;
    inset-inline-start: calc(100% + 6px);
    line-height: var(--sb-line-tight);
    opacity: 0;
    transition: opacity var(--sb-fast) var(--sb-ease);
  }
  .own .beside {
    inset-inline: auto calc(100% + 6px);
    text-align: end;
  }
  .row:is(:hover, :focus-within) .beside,
  .beside:has(.sending) {
    opacity: 1;
  }
  .state {
    gap: var(--sb-1);
  }
  :is(.state, .label) .icon {
    width: 14px;
    height: 14px;
  }
  .sending {
    animation: appear var(--sb-fast) 400ms both;
  }
  .read .icon {
    color: var(--sb-brand-text);
  }
  .failed {
    color: var(--sb-bad);
    font-weight: var(--sb-medium);
  }
  .retry {
    position: relative;
    min-height: 24px;
    padding: 0 var(--sb-1);
    border: 0;
    border-radius: var(--sb-radius-tip);
    background: none;
    color: var(--sb-bad);
    font: inherit;
    font-weight: var(--sb-bold);
    text-decoration: underline;
    text-underline-offset: 2px;
    cursor: pointer;
  }
  /* A finger gets 44 px, the line does not. */
  .retry::after {
    content: '';
    position: absolute;
    inset: -10px;
  }
  .mark {
    position: absolute;
    inset-block-end: 0;
    width: 1px;
    height: 1px;
  }
  .notice,
  .day {
    margin-block: var(--sb-4);
    text-align: center;
    text-wrap: balance;
  }
  .notice + .notice {
    margin-block-start: calc(-1 * var(--sb-3));
  }
  .day {
    display: flex;
    align-items: center;
    gap: var(--sb-3);
    font-weight: var(--sb-medium);
  }
  .day::before,
  .day::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--sb-hairline);
  }
  .typing .line {
    display: flex;
    align-items: center;
    gap: var(--sb-2);
  }
  .dots {
    display: inline-flex;
    gap: var(--sb-1);
    padding-block: 13px;
  }
  .dots i {
    width: 6px;
    height: 6px;
    border: 3px solid var(--sb-muted);
    border-radius: 50%;
    animation: breathe 1.4s ease-in-out infinite;
  }
  .dots i:nth-child(2) {
    animation-delay: 0.2s;
  }
  .dots i:nth-child(3) {
    animation-delay: 0.4s;
  }
  @keyframes breathe {
    0%,
    60%,
    100% {
      opacity: 0.35;
    }
    30% {
      opacity: 1;
    }
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .dots i {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .bubble {
      border-color: currentcolor;
    }
  }
`;
