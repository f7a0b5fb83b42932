/**
 * What a viewer may see, in one place: every event and every picture of a conversation leaves the server through
 * here. It knows the kinds of viewers, not who follows what.
 */
import type { EventContent, EventFrame } from '../../protocol/events.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type {
  CallbackView,
  CallView,
  ConversationRow,
  ConversationView,
  Page,
  TransferView,
} from '../../protocol/models.ts';
import type { AgentActor, StoredEvent, VisitorActor } from './decision.ts';
import type { CallbackState, CallState, ConversationState, TransferState } from './state.ts';

/**
 * Staff see everything, numbered by `seq`; a partner's people the same numbers with less in them (VI5); visitors what is
 * for all, numbered by `publicSeq` (EV2).
 */
export type Viewer = 'staff' | 'partner' | 'visitor';

/** As whom this person sees conversations. */
export function viewerOf(actor: Pick<VisitorActor, 'kind'> | Pick<AgentActor, 'kind' | 'card'>): Viewer {
  if (actor.kind === 'visitor') return 'visitor';
  return actor.card.partner === undefined ? 'staff' : 'partner';
}

/** Whose numbers a viewer counts in. */
export function counterOf(viewer: Viewer): 'staff' | 'visitor' {
  return viewer === 'visitor' ? 'visitor' : 'staff';
}

/** The last number of the viewer's counter. */
export function headOf({ seq, publicSeq }: Pick<ConversationState, 'seq' | 'publicSeq'>, viewer: Viewer): number {
  return viewer === 'visitor' ? publicSeq : seq;
}

/** Stands for what is withheld, in every language. */
const WITHHELD = '[…]';

/** The event as this viewer gets it; undefined if it is none of theirs (VI1). It is never dropped inside their counter (VI2). */
export function viewEvent(event: StoredEvent, viewer: Viewer): EventFrame | undefined {
  const { conversation, at, by, audience } = event;
  const content = viewer === 'partner' ? forPartner(event) : event.content;
  if (viewer !== 'visitor') return { kind: 'event', conversation, seq: event.seq, at, by, audience, ...content };
  if (event.publicSeq === null) return undefined;
  return { kind: 'event', conversation, seq: event.publicSeq, at, by, ...content };
}

/** VI5: of pages only which shop it is, and of its own people's notes those for partners. */
function forPartner({ by, audience, content }: StoredEvent): EventContent {
  switch (content.type) {
    case 'conversation.started':
      return { ...content, body: { ...content.body, page: shopOf(content.body.page) } };
    case 'page.visited':
      return { ...content, body: { page: shopOf(content.body.page) ?? content.body.page } };
    case 'message.posted': {
      const isByTheirs = by.kind === 'agent' && by.partner !== undefined;
      const isTheirs = audience === 'all' || isByTheirs || content.body.forPartner === true;
      return isTheirs ? content : { ...content, body: { ...content.body, text: WITHHELD } };
    }
    default:
      return content;
  }
}

function shopOf(page: Page | null): Page | null {
  return page && { url: new URL('/', page.url).href, title: '' };
}

/** The row of the inbox as this viewer gets it. */
export function viewRow(row: ConversationRow, viewer: Viewer): ConversationRow {
  return viewer === 'partner' ? { ...row, page: shopOf(row.page) } : row;
}

/** The conversation as its participants see it; `head` counts in the viewer's own counter. */
export function viewConversation(id: ConversationId, state: ConversationState, viewer: Viewer): ConversationView {
  return {
    id,
    caseNumber: state.caseNumber,
    status: state.status,
    head: headOf(state, viewer),
    startedAt: state.startedAt,
    locale: state.locale,
    page: viewer === 'partner' ? shopOf(state.page) : state.page,
    agents: [...state.agents],
    // Without the staff numbers of the messages: they would betray notes (VI2).
    reads: state.reads.map(({ by, message, at }) => ({ by, message, at })),
    call: viewCall(state.call),
    callback: viewCallback(state.callback),
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
    avoid: state.avoid.map(({ id }) => id),
    reservation: state.reservation,
    transfer: viewTransfer(state.transfer),
    lastMessage: state.lastMessage,
    unread: state.unread,
    call: viewCall(state.call),
    callback: viewCallback(state.callback),
    promise: state.promise,
  };
}

function viewCallback(callback: CallbackState | null): CallbackView | null {
  if (callback === null || callback.keptUntil !== null) return null;
  const { slot, digits, dueAt, missed } = callback;
  return { slot, digits, dueAt, missed };
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
