/**
 * Many agents who accept the same conversations at once, on two nodes over one PostgreSQL and one Redis: each conversation
 * gets one of them, and nobody more than they can do (CO9, RT4). What became of it is read out of the log.
 */
import type { AgentId, CommandId, ConversationId } from '../../protocol/ids.ts';
import type { AgentActor } from '../../server/domain/decision.ts';
import type { Store } from '../../server/store/store.ts';
import { startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { anAgentActor, aVisitorActor } from '../helpers/builders.ts';
import { startPostgres, startRedis } from '../helpers/data-servers.ts';
import type { Anomaly } from '../helpers/faults/history.ts';
import { oneOf, seeded } from '../helpers/faults/random.ts';
import type { Chance } from '../helpers/faults/random.ts';
import { freshId, newConversation } from '../helpers/socket-client.ts';
import type { Findings } from './scenario.ts';

export interface RaceSize {
  readonly seed: number;
  readonly conversations: number;
  readonly agents: number;
  /** Conversations that one agent takes. */
  readonly capacity: number;
}

/** Of how many conversations all agents want one at the same time; more only wait for the database. */
const AT_ONCE = 10;
/** Events of one page of the log. */
const PAGE = 1_000;

/** The same people, each time in another order. */
function shuffled<Thing>(things: readonly Thing[], chance: Chance): Thing[] {
  const drawn = things.map((thing) => ({ thing, place: chance() }));
  return drawn.toSorted((one, other) => one.place - other.place).map(({ thing }) => thing);
}

async function say({ app, site }: TestApp, conversation: ConversationId): Promise<void> {
  const visitor = aVisitorActor({ site: site.id, department: site.departments[0]!, visitor: freshId() });
  const outcome = await app.switchboard.execute(visitor, {
    ...{ id: freshId<CommandId>(), type: 'message.post', conversation },
    body: { text: 'Hello?', audience: 'all' },
  });
  if ('refused' in outcome) throw new Error(outcome.refused.message);
}

/** Who came into which conversation, by the log. */
async function joinedBy(store: Store): Promise<Map<ConversationId, AgentId[]>> {
  const joined = new Map<ConversationId, AgentId[]>();
  for (let cursor = ''; ;) {
    const page = await store.log(cursor, PAGE);
    for (const { event } of page) {
      if (event.content.type !== 'participant.joined') continue;
      const { id } = event.content.body.agent;
      joined.set(event.conversation, [...(joined.get(event.conversation) ?? []), id]);
    }
    cursor = page.at(-1)?.cursor ?? cursor;
    if (page.length < PAGE) return joined;
  }
}

/** What is wrong with this outcome. */
function anomaliesIn(joined: ReadonlyMap<ConversationId, readonly AgentId[]>, { capacity }: RaceSize): Anomaly[] {
  const anomalies: Anomaly[] = [];
  const loads = new Map<AgentId, number>();
  for (const [conversation, agents] of joined) {
    const what = `${agents.length} agents have it`;
    if (agents.length > 1) anomalies.push({ kind: 'duplicate', conversation, what });
    for (const agent of agents) {
      const load = (loads.get(agent) ?? 0) + 1;
      loads.set(agent, load);
      const full = `${agent} has ${load}, and can do ${capacity}`;
      if (load > capacity) anomalies.push({ kind: 'duplicate', conversation, what: full });
    }
  }
  return anomalies;
}

interface Ground {
  readonly nodes: readonly [TestApp, TestApp];
  readonly chance: Chance;
  readonly agents: readonly AgentActor[];
  /** Each agent asks for everything before the next one does. */
  readonly isGreedy: boolean;
}

/** All of them at once, on either node: in any order, or each agent for everything that they can get. */
async function raceFor(
  { nodes, chance, agents, isGreedy }: Ground,
  conversations: readonly ConversationId[],
): Promise<void> {
  const attempts = agents.flatMap((agent) => conversations.map((conversation) => ({ conversation, agent })));
  await Promise.all(
    (isGreedy ? attempts : shuffled(attempts, chance)).map(({ conversation, agent }) =>
      oneOf(nodes, chance).app.switchboard.execute(agent, {
        ...{ id: freshId<CommandId>(), type: 'conversation.accept', conversation, body: {} },
      }),
    ),
  );
}

/** Runs it; `messages` are the attempts, `cycles` the conversations that somebody has. */
export async function race(size: RaceSize): Promise<Findings> {
  const chance = seeded(size.seed);
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const environment = { SHOPBELL_DATABASE_URL: await postgres.newDatabase(), SHOPBELL_REDIS_URL: redis.url };
  const nodes = [await startApp({ environment }), await startApp({ environment })] as const;
  const { departments } = nodes[0].site;
  const { agents: count, capacity } = size;
  const agents = Array.from({ length: count }, () => anAgentActor({ agent: freshId(), departments, capacity }));
  const conversations = Array.from({ length: size.conversations }, () => newConversation());
  try {
    for (let from = 0; from < conversations.length; from += AT_ONCE) {
      const some = conversations.slice(from, from + AT_ONCE);
      await Promise.all(some.map((conversation) => say(oneOf(nodes, chance), conversation)));
      await raceFor({ nodes, chance, agents, isGreedy: from % (2 * AT_ONCE) === 0 }, some);
    }
    const joined = await joinedBy(nodes[1].app.store);
    return {
      ...{ cycles: joined.size, messages: conversations.length * count, repeated: 0, recoveriesMs: [], left: 0 },
      anomalies: anomaliesIn(joined, size),
    };
  } finally {
    for (const node of nodes) await node.close();
    await Promise.all([postgres.remove(), redis.remove()]);
  }
}
