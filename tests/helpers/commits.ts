/**
 * Commits for tests of a store: conversations started by the real domain, and decisions written by hand where a test is
 * about timers, claims or numbers and not about what people may do. Knows nothing of databases.
 */
import { formatCaseNumber } from '../../protocol/ids.ts';
import type { CaseNumber, CommandId, ConversationId } from '../../protocol/ids.ts';
import type { Audience } from '../../protocol/events.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { decide } from '../../server/domain/conversation.ts';
import { isRefusal } from '../../server/domain/decision.ts';
import type { Decision, NewEvent, VisitorActor } from '../../server/domain/decision.ts';
import type { Commit } from '../../server/store/store.ts';
import { anId, aVisitorActor } from './builders.ts';

/** When everything happens, unless a test says otherwise. */
export const NOON = 1_800_000_000_000;

let cases = 0;

/** The visitor's first message, as the domain decides it: it starts the conversation. */
export function aStart(
  told: { conversation?: ConversationId; visitor?: VisitorActor; caseNumber?: CaseNumber } = {},
): Commit {
  const { conversation = anId<ConversationId>(), visitor = aVisitorActor() } = told;
  const { caseNumber = formatCaseNumber((cases += 1)) } = told;
  const command = anId<CommandId>();
  const at = NOON;
  const wish = { type: 'message.post', conversation, body: { text: 'Hello', audience: 'all' } } as const;
  return {
    conversation,
    command,
    at,
    decide(state) {
      const decided = decide(state, wish, { now: at, command, actor: visitor, caseNumber });
      // Tests of a store count the timers that they set themselves.
      return isRefusal(decided) ? decided : { ...decided, timers: [] };
    },
  };
}

/** A message as an event. */
export function aMessage(text = 'Hello', audience: Audience = 'all'): NewEvent {
  return { by: { kind: 'system' }, audience, content: { type: 'message.posted', body: { message: anId(), text } } };
}

/** A commit whose decision, or refusal, is already known; without events it has one message. */
export function aCommit(
  conversation: ConversationId,
  decision: Partial<Decision> | Refusal = {},
  more: Partial<Commit> = {},
): Commit {
  const result = 'code' in decision ? decision : { events: [aMessage()], timers: [], claims: [], ...decision };
  return { conversation, command: anId(), at: NOON, decide: () => result, ...more };
}
