/**
 * The building blocks of decisions: a wish in its circumstances, small decisions and how they join into one, and the
 * keys of all claims. It knows no rules; the topics' files put these together.
 */
import type { EventContent } from '../../protocol/events.ts';
import { STAFF_EVENTS } from '../../protocol/events.ts';
import type { AgentId, CaseNumber, CommandId, DepartmentId, VisitorId } from '../../protocol/ids.ts';
import type { Author } from '../../protocol/models.ts';
import type { Actor, AgentActor, Decision, NewEvent, TransferGoal, VisitorActor } from './decision.ts';
import type { ConversationState } from './state.ts';

/** Somebody on a wire. */
export type Person = VisitorActor | AgentActor;

/** Who wishes, what is known, and when: what every topic decides from. */
export interface Scene<Who extends Actor = Person, State extends ConversationState | undefined = ConversationState> {
  readonly state: State;
  readonly actor: Who;
  readonly now: number;
  readonly command: CommandId;
  readonly caseNumber: CaseNumber;
  readonly goal?: TransferGoal | undefined;
}

/** The author of what the program did: without name or photo (EV3). */
export const SYSTEM: Author = { kind: 'system' };

/** The author of what this actor does (EV3). */
export function authorOf(actor: Actor): Author {
  switch (actor.kind) {
    case 'visitor':
      return { kind: 'visitor', id: actor.visitor };
    case 'agent':
      return {
        ...{ kind: 'agent', id: actor.agent, name: actor.card.name },
        ...(actor.card.partner === undefined ? {} : { partner: actor.card.partner }),
      };
    case 'system':
      return SYSTEM;
  }
}

/** An event with the audience of its type (VI1). */
export function fact(by: Author, content: EventContent): NewEvent {
  return { by, audience: STAFF_EVENTS.has(content.type) ? 'staff' : 'all', content };
}

/** Nothing to do, and that is fine. */
export const NOTHING: Decision = { events: [], timers: [], claims: [] };

/** A decision of these events and, where there are any, timers and claims. */
export function decision(events: readonly NewEvent[], more: Partial<Omit<Decision, 'events'>> = {}): Decision {
  return { ...NOTHING, ...more, events };
}

/** Several decisions as one, in this order. */
export function together(...parts: readonly Decision[]): Decision {
  return {
    events: parts.flatMap((part) => part.events),
    timers: parts.flatMap((part) => part.timers),
    claims: parts.flatMap((part) => part.claims),
  };
}

/** The key of every claim that crosses conversations (ST6). */
export const CLAIMS = {
  /** Held for ever: a case number names one conversation, also after its end. */
  caseNumber: (caseNumber: CaseNumber) => `case:${caseNumber}`,
  /** One call per visitor (CA1). */
  visitorCall: (visitor: VisitorId) => `visitor-call:${visitor}`,
  /** One call per agent: nobody listens to two people. */
  agentCall: (agent: AgentId) => `agent-call:${agent}`,
  /** One call-back per visitor: nobody books the day. */
  visitorCallback: (visitor: VisitorId) => `visitor-callback:${visitor}`,
  /** Call-backs at one time in a department (CA13). */
  callbackSlot: (department: DepartmentId, slot: number) => `callback:${department}:${slot}`,
  /** Conversations and reservations that an agent has at once (RT4). */
  agentLoad: (agent: AgentId) => `agent-load:${agent}`,
} as const;
