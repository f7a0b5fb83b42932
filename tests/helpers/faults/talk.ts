/**
 * A conversation for fault scenarios: a shop with a department of its own, a visitor with two tabs, and agents with a
 * console each, who may all sit at different nodes. Its people are written straight into the store, because a crowd that
 * signs in by password would take longer than the scenario. Knows who writes what; knows no fault.
 */
import type { Clock } from '../../../client/clock.ts';
import { UNDECIDED } from '../../../protocol/departments.ts';
import { siteKey } from '../../../protocol/ids.ts';
import type { AgentId, ConversationId, DepartmentId, SiteId, SiteKey } from '../../../protocol/ids.ts';
import type { SiteRecord } from '../../../server/store/people.ts';
import type { Store } from '../../../server/store/store.ts';
import { SHOP_ORIGIN } from '../app.ts';
import { until } from '../services.ts';
import { freshId } from '../socket-client.ts';
import type { History, LoggedEvent } from './history.ts';
import type { Chance } from './random.ts';
import { oneOf } from './random.ts';
import type { ServerNode } from './server-node.ts';
import { Tab } from './tab.ts';

export interface TalkOptions {
  /** Distinguishes it from the others in names. */
  readonly name: string;
  /** Where its people are, in turn. */
  readonly nodes: readonly ServerNode[];
  readonly clock: Clock;
  readonly chance: Chance;
  /** Consoles that take part. */
  readonly agents: number;
}

/** One conversation and everybody's tabs in it. */
export interface Talk {
  readonly conversation: ConversationId;
  readonly visitors: readonly Tab[];
  readonly agents: readonly Tab[];
}

/** Longer than any recovery, however busy the machine is: only a hang exceeds it. */
export const PATIENCE_MS = 60_000;

function storeOf({ nodes }: TalkOptions): Store {
  const [first] = nodes;
  if (first === undefined) throw new Error('a talk needs a node');
  return first.app.store;
}

async function openShop(options: TalkOptions): Promise<{ site: SiteRecord; agents: AgentId[] }> {
  const { people } = storeOf(options);
  const department = freshId<DepartmentId>();
  await people.createDepartment({ ...UNDECIDED, id: department, name: options.name });
  const key = siteKey.parse(`sb_${freshId().replaceAll('-', '').slice(0, 20)}`);
  const site: SiteRecord = {
    ...{ id: freshId<SiteId>(), key, name: options.name, brand: '#0b6e6e', contactUrl: null, phone: null },
    ...{ origins: [SHOP_ORIGIN], departments: [department], topics: {} },
  };
  await people.createSite(site);
  const agents = Array.from({ length: options.agents }, () => freshId<AgentId>());
  for (const [index, id] of agents.entries()) {
    const never = { codeHash: freshId(), purpose: 'invitation', agent: id, expiresAt: 0 } as const;
    const person = { id, name: `${options.name} agent ${index + 1}`, email: `${id}@shop.test`, title: 'Advisor' };
    await people.inviteAgent({ ...person, role: 'agent', languages: ['en'], departments: [department] }, never);
    // Nobody rings: who talks to whom is decided here.
    await people.updateAgent(id, { switch: 'away' });
  }
  return { site, agents };
}

/** The visitor has written, the first agent has accepted, and everybody follows. */
export async function openTalk(options: TalkOptions): Promise<Talk> {
  const { name, nodes, clock, chance } = options;
  const { site, agents: ids } = await openShop(options);
  const conversation = freshId<ConversationId>();
  let seat = 0;
  const nextNode = (): ServerNode => nodes[(seat += 1) % nodes.length]!;
  const sitDown = (who: string, door: (node: ServerNode) => TabDoor): Tab => {
    const node = nextNode();
    return new Tab({ name: `${name} ${who}`, server: node.network.url, clock, chance, door: door(node) });
  };
  const first = sitDown('visitor', () => ({ site: site.key }));
  await until(() => first.isOnline && first.token !== undefined, { what: `${first.name} is online` });
  const token = first.token!;
  first.say(conversation, `${first.name} says hello`);
  await until(() => first.waiting === 0, { what: `${first.name} has started the conversation` });
  const visitors = [first, sitDown('visitor, second tab', () => ({ site: site.key, token }))];
  const agents = ids.map((id, index) =>
    sitDown(`agent ${index + 1}`, (node) => ({ ticket: () => node.app.identity.ticket(id) })),
  );
  await Promise.all(agents.map((agent) => agent.open(conversation)));
  await agents[0]?.wish({ type: 'conversation.accept', conversation, body: {} });
  return { conversation, visitors, agents };
}

type TabDoor = { readonly site: SiteKey; readonly token?: string } | { ticket(): Promise<string> };

/** Everybody's tabs. */
export const tabsOf = ({ visitors, agents }: Talk): Tab[] => [...visitors, ...agents];

/** Somebody writes the next message: visitors for all, agents for all while they are inside, else a note. */
export function writeOne({ conversation, visitors, agents }: Talk, chance: Chance): void {
  // Visitors may write less often than agents.
  const tab = oneOf(chance() < 0.1 ? visitors : agents, chance);
  const text = `${tab.name}, message ${tab.sent.length + 1}`;
  if (visitors.includes(tab)) return tab.say(conversation, text);
  const view = tab.timeline(conversation)?.view;
  const isInside = view?.agents.some(({ name }) => name === tab.name) === true;
  if (isInside && chance() < 0.6) return tab.say(conversation, text);
  tab.say(conversation, text, 'staff');
  // Whoever was away for too long has lost the conversation.
  if (!isInside && view?.status === 'waiting') void tab.wish({ type: 'conversation.accept', conversation, body: {} });
}

/** Everything that was said has been answered, and everybody is there. */
export async function calm(talks: readonly Talk[]): Promise<void> {
  const tabs = talks.flatMap(tabsOf);
  const late = (): Tab | undefined => tabs.find((tab) => !tab.isOnline || tab.waiting > 0);
  const what = 'everybody is online and has been answered';
  await until(() => late() === undefined, { what, patienceMs: PATIENCE_MS }).catch((error: unknown) => {
    const tab = late();
    throw new Error(`${tab?.name}: ${tab?.status}, ${tab?.waiting} unanswered`, { cause: error });
  });
}

async function logOf(store: Store, conversation: ConversationId): Promise<LoggedEvent[]> {
  const log: LoggedEvent[] = [];
  for (;;) {
    const page = await store.events({ conversation, counter: 'staff', after: log.at(-1)?.seq ?? 0, limit: 1_000 });
    if (page.length === 0) return log;
    for (const { seq, publicSeq, content } of page) {
      const isMessage = content.type === 'message.posted';
      const says = isMessage ? content.body.text : content.type;
      log.push({ seq, publicSeq, says, message: isMessage ? content.body.message : null });
    }
  }
}

/** Waits until everybody has everything, or cannot have it, and tells what the run was like. */
export async function historyOf(talks: readonly Talk[], store: Store): Promise<History> {
  const logs = new Map<ConversationId, LoggedEvent[]>();
  for (const { conversation } of talks) logs.set(conversation, await logOf(store, conversation));
  const isWhole = (talk: Talk): boolean => tabsOf(talk).every((tab) => hasAll(talk, tab, logs.get(talk.conversation)));
  // Whoever does not come so far has an anomaly to show for it.
  await until(() => talks.every(isWhole), { patienceMs: PATIENCE_MS }).catch(() => undefined);
  await Promise.all(talks.flatMap((talk) => tabsOf(talk).map((tab) => tab.readAll(talk.conversation))));
  return {
    logs,
    sent: talks.flatMap((talk) => tabsOf(talk).flatMap(({ sent }) => sent)),
    shown: talks.flatMap((talk) => tabsOf(talk).flatMap((tab) => tab.shown(talk.conversation))),
    readers: new Map(talks.map((talk) => [talk.conversation, new Set(tabsOf(talk).map(({ name }) => name))])),
  };
}

function hasAll({ conversation, visitors }: Talk, tab: Tab, log: readonly LoggedEvent[] = []): boolean {
  const last = visitors.includes(tab)
    ? log.findLast(({ publicSeq }) => publicSeq !== null)?.publicSeq
    : log.at(-1)?.seq;
  return (tab.timeline(conversation)?.view.head ?? 0) >= (last ?? 0);
}
