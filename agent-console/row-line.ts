/**
 * What a row says in one line, and which sign it carries. Pure: a row in, words and a kind out; it knows no element.
 */
import type { AgentId } from '../protocol/ids.ts';
import type { ConversationRow } from '../protocol/models.ts';
import type { InboxTexts } from './texts.ts';

/** The way in which the visitor and the team talk at this moment. */
export type Channel = 'text' | 'audio' | 'video';

/** The channel of a row. */
export function channelOf(row: ConversationRow): Channel {
  if (row.call === null) return 'text';
  return row.call.media.video ? 'video' : 'audio';
}

/** The line below the name: a running call first, then the last words, with who said them if it was not the visitor. */
export function lineOf(row: ConversationRow, me: AgentId, texts: InboxTexts): string {
  if (row.call !== null && row.call.by === 'visitor' && row.call.phase === 'ringing') {
    return row.call.media.video ? texts.wantsVideo : texts.wantsAudio;
  }
  if (row.call !== null) return texts.inCall;
  if (row.lastMessage === null) return texts.noWords;
  const { by, text } = row.lastMessage;
  const oneLine = text.replace(/\s+/g, ' ').trim();
  if (by.kind !== 'agent') return oneLine;
  return by.id === me ? texts.you(oneLine) : texts.colleague(by.name, oneLine);
}

/** What a face without a photo is made from: the avatar writes the first two signs of the case number, as `K7`. */
export function visitorFace(caseNumber: string): string {
  return `${caseNumber.slice(0, 1)} ${caseNumber.slice(3)} ${caseNumber.slice(1, 2)}`;
}
