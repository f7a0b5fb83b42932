/** One conversation in the list, as a link: face, name, one line, wait or time, and what it wants. Knows no order. */
import { html, nothing, type TemplateResult } from 'lit';
import clock from 'lucide/dist/esm/icons/clock.mjs';
import text from 'lucide/dist/esm/icons/message-circle.mjs';
import pencil from 'lucide/dist/esm/icons/pencil-line.mjs';
import audio from 'lucide/dist/esm/icons/phone.mjs';
import video from 'lucide/dist/esm/icons/video.mjs';
import '../../client/elements/avatar.ts';
import { icon } from '../../client/elements/icon.ts';
import type { ConversationRow } from '../../protocol/models.ts';
import { callbackLine } from '../callback-line.ts';
import { listTime } from '../clock.ts';
import type { Desk } from '../desk.ts';
import '../elements/wait.ts';
import { isMine, isReservedFor, isUnread, lastAt } from '../inbox-list.ts';
import { hashOf } from '../router.ts';
import { channelOf, lineOf, visitorFace } from '../row-line.ts';
import { promiseClock } from './promise-clock.ts';

const CHANNEL_ICONS = { text, audio, video } as const;

/** Who is asked for a waiting conversation, in a word. */
function askedFor(row: ConversationRow, desk: Desk): string | undefined {
  const { inbox } = desk.words.texts;
  if (isReservedFor(row, desk.me.value.card.id)) return inbox.asksYou;
  if (row.reservation !== null) return inbox.asks(desk.cardOf(row.reservation.agent)?.name ?? inbox.someone);
  if (row.avoid.length > 0) return desk.words.texts.advisor.wantsOther;
  return row.front && row.callback === null ? inbox.lostAgent : undefined;
}

function timeOf(row: ConversationRow, desk: Desk): TemplateResult {
  if (row.promise !== null) return promiseClock(row.promise, desk);
  if (row.waitingSince !== null) {
    return html`<span class="wait">
      ${icon(clock)}<span class="unseen">${desk.words.texts.case.waiting}</span>
      <shopbell-wait .clock=${desk.clock} .since=${row.waitingSince}></shopbell-wait>
    </span>`;
  }
  return html`<span class="time figures">${listTime(lastAt(row), desk.clock.value, desk.words.locale)}</span>`;
}

function markOf(row: ConversationRow, desk: Desk): TemplateResult {
  const { inbox } = desk.words.texts;
  const asked = row.status === 'waiting' ? askedFor(row, desk) : undefined;
  if (asked !== undefined) {
    return html`<span class=${isReservedFor(row, desk.me.value.card.id) ? 'tag mine' : 'tag'}>${asked}</span>`;
  }
  if (isUnread(row, desk.me.value.card.id)) {
    return html`<span class="unread figures" aria-hidden="true">${row.unread}</span>
      <span class="unseen">${inbox.unread(row.unread)}</span>`;
  }
  if (row.status === 'ended') return html`<span class="tag">${inbox.ended}</span>`;
  const owner = row.agents[0];
  if (owner === undefined || isMine(row, desk.me.value.card.id)) return html``;
  return html`<shopbell-avatar .name=${owner.name} .photo=${owner.photo} size="18"></shopbell-avatar>
    <span class="unseen">${owner.name}</span>`;
}

/** The row; `here` when its conversation is open. */
export function conversationRow(row: ConversationRow, desk: Desk, here: boolean): TemplateResult {
  const me = desk.me.value.card.id;
  const { inbox, conversation } = desk.words.texts;
  const draft = desk.drafts.get(row.id).texts.all;
  const said =
    row.callback === null ? lineOf(row, me, inbox) : callbackLine(row.callback, desk.words, desk.clock.value);
  const line = draft !== '' && !here ? `${conversation.draft}: ${draft}` : said;
  const calling = row.call !== null;
  return html`<a
    class=${isUnread(row, me) || row.status === 'waiting' ? 'item fresh' : 'item'}
    href=${hashOf({ view: 'inbox', conversation: row.id })}
    data-conversation=${String(row.id)}
    aria-current=${here ? 'true' : nothing}
  >
    <span class="face">
      <shopbell-avatar .name=${visitorFace(row.caseNumber)} size="32"></shopbell-avatar>
      ${calling ? html`<span class="channel">${icon(CHANNEL_ICONS[channelOf(row)])}</span>` : nothing}
    </span>
    <span class="who">${desk.visitorName(row)}</span>
    <span class="when">${timeOf(row, desk)}</span>
    <span class=${calling ? 'line calling' : 'line'}>${draft !== '' && !here ? icon(pencil) : nothing}${line}</span>
    <span class="mark">${markOf(row, desk)}</span>
  </a>`;
}
