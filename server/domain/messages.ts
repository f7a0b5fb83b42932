/**
 * What is written and what is read: messages for all, notes for staff, and the marks of how far somebody has really
 * looked. It knows that a visitor's message opens a conversation, not how conversations wait or end.
 */
import type { ContentOf } from '../../protocol/events.ts';
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { ConversationCommand } from '../../protocol/commands.ts';
import type { Author } from '../../protocol/models.ts';
import type { AgentActor, Decision, StoredEvent, VisitorActor } from './decision.ts';
import { authorOf, decision, fact, NOTHING, together } from './deciding.ts';
import type { Person, Scene } from './deciding.ts';
import { opening } from './opening.ts';
import { isInside } from './state.ts';
import type { ConversationState, ReadState, RecentMessage, StateChange } from './state.ts';

type BodyOf<Type extends ConversationCommand['type']> = Extract<ConversationCommand, { type: Type }>['body'];

/**
 * Messages that the state remembers by id. A reader who marks an older one marks nothing: later messages, which are in
 * here, say more. More would be written to disk again with every commit.
 */
export const RECENT_MESSAGES = 50;

/** Code points of the last message in an inbox row. */
const EXCERPT_CODE_POINTS = 160;

/** A visitor's message starts or reopens the conversation (CO8, CO10). */
export function postAsVisitor(
  scene: Scene<VisitorActor, ConversationState | undefined>,
  body: BodyOf<'message.post'>,
): Decision {
  return together(opening(scene, { via: 'message', topic: body.topic }), posted(scene, { ...body, audience: 'all' }));
}

/** An agent writes to the visitor as a participant, and notes in any conversation of the department. */
export function postAsAgent(scene: Scene<AgentActor>, body: BodyOf<'message.post'>): Decision | Refusal {
  if (body.audience === 'staff') return posted(scene, body);
  if (scene.state.status === 'ended') {
    return refuse('conflict', 'The conversation has ended; only the visitor reopens it.');
  }
  if (!isInside(scene.state, scene.actor.agent)) {
    return refuse('forbidden', 'Only participants write to the visitor: accept the conversation, or write a note.');
  }
  return posted(scene, body);
}

/** A note for staff, and for a partner's people if it is written for them (VI5). */
export function postNote(
  { actor, command }: Scene<AgentActor>,
  { text, forPartner }: { readonly text: string; readonly forPartner: boolean },
): Decision {
  const body = { message: command, text, ...(forPartner ? { forPartner } : {}) } as const;
  return decision([{ by: authorOf(actor), audience: 'staff', content: { type: 'message.posted', body } }]);
}

function posted(scene: Scene<Person, ConversationState | undefined>, body: BodyOf<'message.post'>): Decision {
  return decision([
    {
      by: authorOf(scene.actor),
      audience: body.audience,
      content: { type: 'message.posted', body: { message: scene.command, text: body.text } },
    },
  ]);
}

/**
 * Marks how far a participant has read (CO11). Marks stand on messages for all only, so that they never point a
 * visitor to a note (VI2): who has read a note has read the message before it.
 */
export function markRead(scene: Scene, body: BodyOf<'participant.read'>): Decision | Refusal {
  const { state, actor } = scene;
  if (actor.kind === 'agent' && !isInside(state, actor.agent)) {
    return refuse('forbidden', 'Only participants leave a read mark.');
  }
  const by = authorOf(actor);
  const target = lastForAll(state.recent, body.message, actor);
  if (target === undefined || target.seq <= markedSeq(state, by)) return NOTHING;
  return decision([fact(by, { type: 'participant.read', body: { message: target.message } })]);
}

function lastForAll(
  recent: readonly RecentMessage[],
  message: RecentMessage['message'],
  actor: Person,
): RecentMessage | undefined {
  const index = recent.findIndex((entry) => entry.message === message);
  // A visitor who names a note is told as little as one who names nothing.
  if (actor.kind === 'visitor' && recent[index]?.audience === 'staff') return undefined;
  return recent.slice(0, index + 1).findLast((entry) => entry.audience === 'all');
}

function markedSeq(state: ConversationState, by: Author): number {
  return state.reads.find((mark) => samePerson(mark.by, by))?.seq ?? 0;
}

function samePerson(one: Author, other: Author): boolean {
  if (one.kind === 'system' || other.kind === 'system') return false;
  return one.kind === other.kind && one.id === other.id;
}

/** How a message changes the state. */
export function foldPosted(
  state: ConversationState,
  body: ContentOf<'message.posted'>['body'],
  event: StoredEvent,
): StateChange {
  const by = event.by.kind === 'visitor' ? 'visitor' : 'agent';
  const entry: RecentMessage = { message: body.message, seq: event.seq, by, audience: event.audience };
  const recent = [...state.recent.slice(1 - RECENT_MESSAGES), entry];
  if (event.audience === 'staff') return { recent };
  return {
    recent,
    lastMessage: { by: event.by, text: excerpt(body.text), at: event.at },
    unread: state.unread + (by === 'visitor' ? 1 : 0),
  };
}

function excerpt(text: string): string {
  if (text.length <= EXCERPT_CODE_POINTS) return text;
  // A code point has at most two units, so the first cut loses nothing and only saves work.
  const start = text.slice(0, 2 * EXCERPT_CODE_POINTS);
  return Array.from(start).slice(0, EXCERPT_CODE_POINTS).join('');
}

/** How a read mark changes the state; what every present reader has read leaves the window. */
export function foldRead(
  state: ConversationState,
  body: ContentOf<'participant.read'>['body'],
  event: StoredEvent,
): StateChange {
  const { by, at } = event;
  const seq = state.recent.find((entry) => entry.message === body.message)?.seq ?? 0;
  const mark: ReadState = { by, message: body.message, at, seq };
  const reads = [...state.reads.filter((other) => !samePerson(other.by, by)), mark];
  const change = { reads, recent: stillNeeded({ ...state, reads }) };
  if (by.kind !== 'agent') return change;
  const unread = state.recent.filter((entry) => entry.by === 'visitor' && entry.seq > seq).length;
  return { ...change, unread: Math.min(unread, state.unread) };
}

function stillNeeded(state: ConversationState): readonly RecentMessage[] {
  const visitor: Author = { kind: 'visitor', id: state.visitor };
  const agents = state.agents.map((card): Author => ({ kind: 'agent', id: card.id, name: card.name }));
  const readByAll = Math.min(...[visitor, ...agents].map((reader) => markedSeq(state, reader)));
  return state.recent.filter((entry) => entry.seq >= readByAll);
}
