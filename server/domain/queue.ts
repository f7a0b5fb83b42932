/**
 * Places in the queue: where a waiting conversation stands in its department, when that is told to its visitor, and how it
 * is remembered that it was. Calls have a queue of their own, because only some agents take them. Pure; who is asked is
 * routing's business, and how long it takes the estimate's.
 */
import type { ContentOf } from '../../protocol/events.ts';
import type { ConversationId, DepartmentId } from '../../protocol/ids.ts';
import type { QueuePlace } from '../../protocol/models.ts';
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { Decision, SystemActor } from './decision.ts';
import { decision, fact, NOTHING, SYSTEM } from './deciding.ts';
import type { Scene } from './deciding.ts';
import { byNeed } from './routing.ts';
import type { ConversationState, StateChange } from './state.ts';

/** In which queue a conversation waits. */
export type QueueKind = 'chat' | 'call';

/** A conversation in a queue. */
export interface Queued {
  readonly id: ConversationId;
  readonly department: DepartmentId;
  readonly kind: QueueKind;
  readonly waitingSince: number;
  readonly front: boolean;
  /** Somebody is asked to come now. */
  readonly isAsked: boolean;
  /** Its place is on record (QU2). */
  readonly isPlaced: boolean;
}

/** The conversation as it stands in a queue; undefined if it does not wait. */
export function queued(id: ConversationId, state: ConversationState): Queued | undefined {
  const { status, waitingSince, department, front, reservation, isPlaced } = state;
  if (status !== 'waiting' || waitingSince === null) return undefined;
  const kind = state.call === null ? 'chat' : 'call';
  return { id, department, kind, waitingSince, front, isAsked: reservation !== null, isPlaced };
}

/** The place of each in its own queue, from 1, in the order in which routing goes by need (RT3, QU1). */
export function positions(all: readonly Queued[]): Map<ConversationId, number> {
  const lengths = new Map<string, number>();
  const places = new Map<ConversationId, number>();
  for (const { id, department, kind } of all.toSorted(byNeed)) {
    const queue = `${kind} ${department}`;
    const position = (lengths.get(queue) ?? 0) + 1;
    lengths.set(queue, position);
    places.set(id, position);
  }
  return places;
}

/** Up to this place each step counts for the one who waits. */
const NEAR = 10;

/** Further back, only changes by this share are told (QU3). */
const FAR_SHARE = 0.1;

/** Whether a place is news for somebody who was told another one. */
export function isNews(told: QueuePlace | undefined, place: QueuePlace): boolean {
  if (told === undefined || told.isAsked !== place.isAsked) return true;
  if ((told.estimatedAt === null) !== (place.estimatedAt === null)) return true;
  const moved = Math.abs(place.position - told.position);
  if (place.position <= NEAR || told.position <= NEAR) return moved > 0 || told.serving !== place.serving;
  return moved >= told.position * FAR_SHARE || Math.abs(place.serving - told.serving) >= told.serving * FAR_SHARE;
}

/** Nobody could be asked at once: where it stands is put on record, once for each time that it waits (QU2). */
export function place({ state }: Scene<SystemActor>, body: ContentOf<'queue.placed'>['body']): Decision | Refusal {
  if (state.status !== 'waiting') return refuse('conflict', 'Only a conversation that waits has a place.');
  return state.isPlaced ? NOTHING : decision([fact(SYSTEM, { type: 'queue.placed', body })]);
}

/** How a place changes the state. */
export function foldPlaced(): StateChange {
  return { isPlaced: true };
}
