/**
 * How an event changes the picture of a conversation: the browser's half of what the server's fold does, so that a view
 * and the events after it give the same as a later view. Applying an event that the view already contains changes
 * nothing but its head. It knows no order: whoever calls it has seen to that (EV5).
 */
import type { ContentOf, EventFrame } from '../protocol/events.ts';
import type { ConversationId } from '../protocol/ids.ts';
import type { Author, CallbackView, CallView, ConversationView } from '../protocol/models.ts';

/** A conversation of which the server has not told anything yet: its browser made up the id (CO8). */
export function unknownConversation(id: ConversationId, at: number, locale: string): ConversationView {
  const caseNumber = '' as ConversationView['caseNumber'];
  const people = { agents: [], reads: [] };
  return {
    id,
    caseNumber,
    status: 'waiting',
    head: 0,
    startedAt: at,
    locale,
    page: null,
    ...people,
    call: null,
    callback: null,
    promise: null,
  };
}

/** Whether two authors are the same person; the program is nobody. */
export function samePerson(one: Author, other: Author): boolean {
  if (one.kind === 'system' || other.kind === 'system') return false;
  return one.kind === other.kind && one.id === other.id;
}

/** The view after this event; unknown types count, and change nothing else (FR6). */
export function fold(view: ConversationView, event: EventFrame): ConversationView {
  return { ...view, head: event.seq, ...change(view, event) };
}

function change(view: ConversationView, event: EventFrame): Partial<ConversationView> {
  switch (event.type) {
    case 'conversation.started': {
      const { caseNumber, locale, page } = event.body;
      return { caseNumber, locale, page, startedAt: event.at, status: 'waiting' };
    }
    case 'conversation.queued':
      return { status: 'waiting' };
    case 'conversation.ended':
      return { status: 'ended' };
    case 'participant.joined':
      return joined(view, event.body);
    case 'participant.left':
      return { agents: view.agents.filter((card) => card.id !== event.body.agent) };
    case 'participant.read': {
      const { by, at, body } = event;
      return { reads: [...view.reads.filter((mark) => !samePerson(mark.by, by)), { by, message: body.message, at }] };
    }
    case 'page.visited':
      return { page: event.body.page };
    case 'call.started':
      return { call: startedCall(event.body, event) };
    case 'call.answered':
    case 'call.rejoined':
      return changeCall(view, event.body.call, { leg: event.body.leg, phase: 'connecting' });
    case 'call.connected':
      return changeCall(view, event.body.call, {
        phase: 'connected',
        connectedAt: view.call?.connectedAt ?? event.at,
      });
    case 'call.interrupted':
      return changeCall(view, event.body.call, { phase: 'reconnecting' });
    case 'call.ended':
      return view.call?.id === event.body.call ? { call: null } : {};
    case 'callback.requested': {
      const { slot, digits } = event.body;
      return { callback: { slot, digits, dueAt: slot, missed: 0 } };
    }
    case 'callback.due':
      return changeCallback(view, { dueAt: null });
    case 'callback.missed':
      return changeCallback(view, { missed: event.body.attempt, dueAt: event.body.nextAt });
    case 'callback.ended':
      return { callback: null };
    default:
      return {};
  }
}

function joined(view: ConversationView, { agent }: ContentOf<'participant.joined'>['body']): Partial<ConversationView> {
  const others = view.agents.filter((card) => card.id !== agent.id);
  return { agents: [...others, agent], status: 'open' };
}

function startedCall({ call, media }: ContentOf<'call.started'>['body'], { by, at }: EventFrame): CallView {
  const side = by.kind === 'agent' ? 'agent' : 'visitor';
  return { id: call, by: side, media, phase: 'ringing', startedAt: at, connectedAt: null, leg: null };
}

function changeCallback({ callback }: ConversationView, part: Partial<CallbackView>): Partial<ConversationView> {
  return { callback: callback && { ...callback, ...part } };
}

function changeCall(view: ConversationView, id: CallView['id'], part: Partial<CallView>): Partial<ConversationView> {
  return view.call?.id === id ? { call: { ...view.call, ...part } } : {};
}
