/**
 * The answer to `hello`: which conversations a person sees first, what they missed in each, and whether their browser
 * must forget what it had (RS1–RS5). It reads and holds; sending and letting live events flow is the session's work.
 */
import { LIMITS, PROTOCOL_VERSION, TIMES } from '../../protocol/constants.ts';
import type { Hello, Inbox, Welcome } from '../../protocol/frames.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { Presence } from '../../protocol/models.ts';
import type { AgentActor, VisitorActor } from '../domain/decision.ts';
import { maySee } from '../domain/permissions.ts';
import { headOf } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import type { StoredConversation } from '../store/store.ts';
import type { Following } from './following.ts';
import type { ThisNode } from './node.ts';
import { READ_BYTES } from './reading.ts';

/** All snapshots of one welcome together stay well below the point where a connection is given up. */
const WELCOME_BYTES = LIMITS.terminateBytes / 2;

/** Who is welcomed, and into which following. */
export interface Guest {
  readonly node: Pick<ThisNode, 'store' | 'clock' | 'reading'>;
  readonly actor: VisitorActor | AgentActor;
  readonly viewer: Viewer;
  readonly following: Following;
  /** A fresh visitor token, told once. */
  readonly token?: string | undefined;
  /** The agent's switch. */
  readonly presence?: Exclude<Presence, 'offline'> | undefined;
  readonly inbox?: Inbox | undefined;
}

/** The welcome of this guest. Every conversation in it is held; settle it at its head once the frame is out. */
export async function welcome(guest: Guest, { resume }: Hello): Promise<Welcome> {
  const { node, following, viewer } = guest;
  const wanted = await wantedConversations(guest, resume?.heads ?? {});
  const stored = (await Promise.all(wanted.map((id) => look(guest, id)))).filter((one) => one !== undefined);
  const heads = new Map(stored.map(({ id, state }) => [id, headOf(state, viewer)]));
  const isFuture = Object.entries(resume?.heads ?? {}).some(
    ([id, head]) => head > (heads.get(id as ConversationId) ?? 0) && wanted.includes(id as ConversationId),
  );
  const reset = resume !== undefined && (resume.epoch !== node.store.epoch || isFuture); // RS5
  const bytes = Math.min(READ_BYTES, Math.floor(WELCOME_BYTES / Math.max(1, stored.length)));
  const seen = (id: ConversationId) => (reset ? 0 : (resume?.heads[id] ?? 0));
  const conversations = await Promise.all(
    stored.map((one) => node.reading.sinceHead(one, viewer, { head: seen(one.id), bytes })),
  );
  for (const id of wanted) if (!heads.has(id)) following.release(id);
  return {
    kind: 'welcome',
    protocol: PROTOCOL_VERSION,
    session: guest.actor.session,
    epoch: node.store.epoch,
    serverTime: node.clock.now(),
    heartbeatMs: guest.actor.kind === 'visitor' ? TIMES.visitorHeartbeatMs : TIMES.agentHeartbeatMs,
    person: personOf(guest),
    reset,
    conversations,
    ...(guest.inbox === undefined ? {} : { inbox: guest.inbox }),
  };
}

/** Own conversations that are not over, and those that the browser names; no more than can be followed. */
async function wantedConversations(
  { node, actor }: Guest,
  heads: Readonly<Record<string, number>>,
): Promise<ConversationId[]> {
  const own =
    actor.kind === 'visitor'
      ? await node.store.conversations({
          visitor: actor.visitor,
          status: ['waiting', 'open'],
          limit: LIMITS.followedConversations,
        })
      : [];
  const wanted = new Set([...own.map(({ id }) => id), ...(Object.keys(heads) as ConversationId[])]);
  return [...wanted].slice(0, LIMITS.followedConversations);
}

// RS3: the subscription is there before the store is asked.
async function look({ node, actor, following }: Guest, id: ConversationId): Promise<StoredConversation | undefined> {
  const stored = await node.reading.fresh(following.hold(id));
  return stored && maySee(actor, stored.state) ? stored : undefined;
}

function personOf({ actor, token, presence = 'away' }: Guest): Welcome['person'] {
  if (actor.kind === 'agent') return { kind: 'agent', card: actor.card, role: actor.role, presence };
  return { kind: 'visitor', id: actor.visitor, ...(token === undefined ? {} : { token }) };
}
