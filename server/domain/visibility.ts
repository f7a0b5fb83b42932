/**
 * What a viewer may see, in one place: every event and every picture of a conversation leaves the server through
 * here. It knows the two kinds of viewers, not who follows what.
 */
import type { EventFrame } from '../../protocol/events.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { CallView, ConversationRow, ConversationView, TransferView } from '../../protocol/models.ts';
import type { StoredEvent } from './decision.ts';
import type { CallState, ConversationState, TransferState } from './state.ts';

/** Staff see everything, numbered by `seq`; visitors what is for all, numbered by `publicSeq` (EV2). */
export type Viewer = 'staff' | 'visitor';

/** The event as this viewer gets it; undefined if it is none of theirs (VI1). It is never dropped inside their counter (VI2). */
export function viewEvent(event: StoredEvent, viewer: Viewer): EventFrame | undefined {
  const { conversation, at, by, audience, content } = event;
  if (viewer === 'staff') return { kind: 'event', conversation, seq: event.seq, at, by, audience, ...content };
  if (event.publicSeq === null) return undefined;
  return { kind: 'event', conversation, seq: event.publicSeq, at, by, ...content };
}

/** The conversation as its participants see it; `head` counts in the viewer's own counter. */
export function viewConversation(id: ConversationId, state: ConversationState, viewer: Viewer): ConversationView {
  return {
    id,
    caseNumber: state.caseNumber,
    status: state.status,
    head: viewer === 'staff' ? state.seq : state.publicSeq,
    startedAt: state.startedAt,
    locale: state.locale,
    page: state.page,
    agents: [...state.agents],
    // Without the staff numbers of the messages: they would betray notes (VI2).
    reads: state.reads.map(({ by, message, at }) => ({ by, message, at })),
    call: viewCall(state.call),
    promise: state.promise && { by: state.promise.by, broken: state.promise.stage === 100 },
  };
}

/** The conversation as a row of the console's inbox. */
export function inboxRow(
  conversation: { readonly id: ConversationId; readonly version: number; readonly state: ConversationState },
  siteName: string,
): ConversationRow {
  const { id, version, state } = conversation;
  return {
    id,
    version,
    head: state.seq,
    caseNumber: state.caseNumber,
    siteName,
    department: state.department,
    visitor: state.visitor,
    status: state.status,
    startedAt: state.startedAt,
    waitingSince: state.waitingSince,
    front: state.front,
    locale: state.locale,
    page: state.page,
    agents: [...state.agents],
    reservation: state.reservation,
    transfer: viewTransfer(state.transfer),
    lastMessage: state.lastMessage,
    unread: state.unread,
    call: viewCall(state.call),
    promise: state.promise,
  };
}

function viewTransfer(transfer: TransferState | null): TransferView | null {
  if (transfer === null) return null;
  const { from, to, warm, note } = transfer;
  return { from, to, warm, note };
}

function viewCall(call: CallState | null): CallView | null {
  if (call === null) return null;
  const { id, by, media, phase, startedAt, connectedAt, leg } = call;
  return { id, by, media, phase, startedAt, connectedAt, leg };
}
