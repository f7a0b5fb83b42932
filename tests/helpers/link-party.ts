/**
 * A line under test: the server is played by the test, and so is time; only the network between them is real. One table
 * per test, set before and cleared after it. It knows no rule that is tested.
 */
import { vi } from 'vitest';
import { Link } from '../../client/link.ts';
import type { Delivery, LinkOptions } from '../../client/link.ts';
import type { KeptCommand } from '../../client/storage.ts';
import type { EventFrame } from '../../protocol/events.ts';
import type { Read, Snapshot, Welcome } from '../../protocol/frames.ts';
import type { CommandId, ConversationId, SiteKey } from '../../protocol/ids.ts';
import { viewConversation, viewEvent } from '../../server/domain/visibility.ts';
import { anAgentActor, anId, aVisitorActor } from './builders.ts';
import type { GrowingConversation } from './builders.ts';
import { FakeClock } from './fake-clock.ts';
import { aWelcome, ScriptedServer } from './scripted-server.ts';
import type { ScriptedConnection } from './scripted-server.ts';

/** The site of every line. */
export const SITE = 'sb_abcdefghij0123456789' as SiteKey;
/** Who is in every talk. */
export const visitor = aVisitorActor();
/** Who answers. */
export const mia = anAgentActor({ name: 'Mia' });

/** The server of the test that runs. */
export let server: ScriptedServer;
/** Its time. */
export let clock: FakeClock;
/** Tells of the machine's network. */
export let machine: EventTarget;
/** What its links have delivered. */
export let delivered: Delivery[];
let links: Link[];

/** Before each test. */
export async function setTheTable(): Promise<void> {
  server = await ScriptedServer.start();
  clock = new FakeClock();
  machine = new EventTarget();
  delivered = [];
  links = [];
}

/** After each test. */
export async function clearTheTable(): Promise<void> {
  for (const link of links) link.stop();
  await server.close();
}

/** A line that dials. */
export const aLink = (told: Partial<LinkOptions> = {}): Link => {
  const link = new Link({
    ...{ server: server.url, kind: 'widget', site: SITE, locale: 'de-CH', kept: undefined, clock, window: machine },
    random: () => 1,
    deliver: (delivery) => delivered.push(delivery),
    changed: () => {},
    ...told,
  });
  links.push(link);
  link.start();
  return link;
};

/** Waits until there is something. */
export const until = <T>(condition: () => T | undefined | false): Promise<T> =>
  vi.waitFor(
    () => {
      const value = condition();
      if (value === undefined || value === false) throw new Error(`Not yet: ${condition.toString()}`);
      return value;
    },
    { timeout: 5_000, interval: 5 },
  );

/** The connection with this number, counted from 1, once it has said hello. */
export const greeted = async (count: number): Promise<ScriptedConnection> => {
  await until(() => server.connections[count - 1]?.hello);
  return server.connections[count - 1]!;
};

/** Connects the link and welcomes it. */
export const online = async (link: Link, welcome: Partial<Welcome> = {}): Promise<ScriptedConnection> => {
  await until(() => server.connection?.hello && server.connection.closedWith === undefined);
  server.connection!.send(aWelcome(welcome));
  await until(() => link.status.value.state === 'online');
  return server.connection!;
};

/** How long the link will wait before it dials again. */
export const waitingTime = async (link: Link): Promise<number> => {
  await until(() => link.status.value.state === 'waiting');
  const { value } = link.status;
  return value.state === 'waiting' ? value.retryAt - clock.now() : 0;
};

/** Lets the waiting time pass and gives the next connection, which has said hello. */
export const redialled = async (link: Link): Promise<ScriptedConnection> => {
  const { length } = server.connections;
  clock.advance(await waitingTime(link));
  return greeted(length + 1);
};

/** The read with this number, counted from 1. */
export const asked = (connection: ScriptedConnection, count = 1): Promise<Read> =>
  until(() => connection.reads[count - 1]);

/** A message on its way. */
export const aMessage = (conversation: ConversationId, text: string): KeptCommand => ({
  ...{ id: anId<CommandId>(), at: clock.now() },
  command: { type: 'message.post', conversation, body: { text } },
});

/** The visitor's events of a conversation. */
export const framesOf = (conversation: GrowingConversation): EventFrame[] =>
  conversation.events.flatMap((event) => viewEvent(event, 'visitor') ?? []);

/** What the server would send for a read or a resume. */
export const snapshotOf = (conversation: GrowingConversation, after = 0): Snapshot => ({
  view: viewConversation(conversation.id, conversation.state, 'visitor'),
  events: framesOf(conversation).filter(({ seq }) => seq > after),
  more: after > 0,
});

/** Numbers of the events that were delivered, in their order, however they came. */
export const numbers = (): number[] =>
  delivered.flatMap((delivery) => {
    if (delivery.kind === 'event') return [delivery.event.seq];
    if (delivery.kind === 'continued') return delivery.events.map(({ seq }) => seq);
    return delivery.kind === 'replaced' ? delivery.snapshot.events.map(({ seq }) => seq) : [];
  });

/** The numbers from 1 to this one. */
export const upTo = (last: number): number[] => Array.from({ length: last }, (_, place) => place + 1);
