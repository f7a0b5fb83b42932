/**
 * How conversations change hands at the desk: asking somebody else, taking that back, leaving, and what becomes of
 * conversations when the agent goes away. It turns wishes into commands and what comes of them into words; who may take
 * what is the server's to say.
 */
import type { Arrival, Client } from '../client/client.ts';
import { Cell, type Observable } from '../client/observable.ts';
import type { Refusal } from '../protocol/errors.ts';
import type { AgentId, ConversationId, DepartmentId } from '../protocol/ids.ts';
import type { ConversationRow, PersonCard, TransferTarget } from '../protocol/models.ts';
import { isMine } from './inbox-list.ts';
import type { Notices } from './notices.ts';
import type { Words } from './texts.ts';
import type { Hindrance } from './transfer-texts.ts';

/** What the agent wants of a transfer. */
export interface Transfer {
  readonly to: TransferTarget;
  /** Name of whom it goes to, for what is said about it. */
  readonly name: string;
  readonly warm: boolean;
  readonly note: string;
}

/** What the views do. */
export interface Handing {
  /** Why the agent is asked what shall become of their conversations, if they are. */
  readonly going: Observable<'away' | 'sign-out' | undefined>;
  /** Asks; what hinders it in words, or undefined if somebody is being asked. */
  transfer(conversation: ConversationId, transfer: Transfer): Promise<string | undefined>;
  cancel(conversation: ConversationId): Promise<void>;
  /** Leaves; `handOver`: also as the last one. */
  leave(conversation: ConversationId, handOver?: boolean): Promise<void>;
  /** The agent goes: asks about their conversations, if there are any; whether it asks. */
  go(why: 'away' | 'sign-out'): boolean;
  /** The agent has decided. */
  gone(): void;
  /** The conversations that this agent is inside of. */
  mine(): readonly ConversationRow[];
  /** What whoever is asked is called. */
  nameOf(to: TransferTarget): string;
}

/** What handing over needs of the desk. */
export interface HandingParts {
  readonly client: Client;
  readonly notices: Notices;
  readonly words: Words;
  me(): AgentId;
  cardOf(agent: AgentId): PersonCard | undefined;
  /** The name of a department, where it is known. */
  departmentName(department: DepartmentId): string | undefined;
}

/** Why nobody was asked, in words. */
export function hindranceText({ code, details }: Refusal, name: string, { texts }: Words): string {
  const { hindrance } = texts.transfer;
  const why = details?.['claim'] === undefined ? details?.['transfer'] : 'full';
  if (why !== undefined && why in hindrance) return hindrance[why as Hindrance](name);
  return code === 'not_found' || code === 'gone' ? texts.conversation.gone : texts.conversation.refused;
}

/** What came of a transfer that this agent asked for, in words, if anything is to be said. */
export function resultText(
  { event }: Arrival,
  { me, nameOf, words }: { readonly me: AgentId; nameOf(to: TransferTarget): string; readonly words: Words },
): string | undefined {
  if (event.type !== 'transfer.ended' || event.body.from !== me || event.body.outcome === 'cancelled') return undefined;
  return words.texts.transfer.result[event.body.outcome](nameOf(event.body.to));
}

/** The handing over of a desk. */
export function createHanding(parts: HandingParts): Handing {
  const { client, notices, words } = parts;
  const { transfer: texts, conversation: others } = words.texts;
  const going = new Cell<'away' | 'sign-out' | undefined>(undefined);
  const mine = (): ConversationRow[] =>
    [...client.inbox.value.values()].filter((row) => row.status === 'open' && isMine(row, parts.me()));
  const nameOf = (to: TransferTarget): string =>
    'agent' in to
      ? (parts.cardOf(to.agent)?.name ?? words.texts.inbox.someone)
      : (parts.departmentName(to.department) ?? texts.theDepartment);
  client.onArrival((arrival) => {
    const text = resultText(arrival, { me: parts.me(), nameOf, words });
    if (text !== undefined) notices.say(text, 'kind');
  });
  return {
    going,
    mine,
    nameOf,
    async transfer(conversation, { to, name, warm, note }) {
      const said = note.trim() === '' ? {} : { note };
      const reply = await client.send({ type: 'transfer.start', conversation, body: { to, warm, ...said } });
      return 'refused' in reply ? hindranceText(reply.refused, name, words) : undefined;
    },
    async cancel(conversation) {
      const reply = await client.send({ type: 'transfer.cancel', conversation, body: {} });
      if ('refused' in reply) notices.say(others.refused, 'problem');
    },
    async leave(conversation, handOver = false) {
      const reply = await client.send({ type: 'participant.leave', conversation, body: { handOver } });
      if (!('refused' in reply)) return;
      const why = reply.refused.details?.['leave'];
      const text = why === 'call' ? texts.leaveInCall : why === 'last' ? texts.leaveLast : others.refused;
      notices.say(text, 'kind');
    },
    go(why) {
      const asks = mine().length > 0;
      going.set(asks ? why : undefined);
      return asks;
    },
    gone: () => {
      going.set(undefined);
    },
  };
}
