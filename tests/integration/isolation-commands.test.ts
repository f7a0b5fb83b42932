/**
 * Every command, every read and every signal, sent by everybody who has no business there: refused exactly as for a
 * conversation that does not exist, and nothing of it written or passed on. A new command without a row here does not
 * pass. Knows what each command needs to be well-formed, not what it does.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UNDECIDED } from '../../protocol/departments.ts';
import { command as commandSchema } from '../../protocol/commands.ts';
import type { Command, ConversationCommand } from '../../protocol/commands.ts';
import { CLOSE } from '../../protocol/constants.ts';
import { siteKey } from '../../protocol/ids.ts';
import type { AgentId, CallId, ConversationId, DepartmentId, LegId, SiteId } from '../../protocol/ids.ts';
import type { Reply } from '../../protocol/frames.ts';
import type { SiteRecord } from '../../server/store/people.ts';
import type { Store } from '../../server/store/store.ts';
import { composeHub } from '../helpers/composed-hub.ts';
import type { ComposedHub } from '../helpers/composed-hub.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, freshId, newConversation, openSocket } from '../helpers/socket-client.ts';
import type { Dialogue } from '../helpers/socket-client.ts';

type Told<Type> = Extract<ConversationCommand, { type: Type }>['body'];

const media = { audio: true, video: false };
const call = freshId<CallId>();
const leg = freshId<LegId>();

/** A well-formed body of each command that acts on a conversation. */
const BODIES: { readonly [Type in ConversationCommand['type']]: (scene: Scene) => Told<Type> } = {
  'message.post': () => ({ text: 'let me in', audience: 'all' }),
  'participant.read': ({ message }) => ({ message }),
  'conversation.accept': () => ({}),
  'conversation.end': () => ({}),
  'participant.replace': () => ({}),
  'participant.restore': () => ({}),
  'reservation.decline': () => ({}),
  'transfer.start': () => ({ to: { agent: freshId<AgentId>() }, warm: false }),
  'transfer.cancel': () => ({}),
  'participant.leave': () => ({ handOver: true }),
  'call.start': () => ({ call: freshId<CallId>(), media }),
  'call.answer': () => ({ call, media }),
  'call.decline': () => ({ call }),
  'call.end': () => ({ call }),
  'call.rejoin': () => ({ call }),
  'callback.request': () => ({ phone: '+43 664 1234567', slot: null }),
  'callback.cancel': () => ({}),
  'callback.done': () => ({ reached: true }),
  'call.confirm': () => ({ call, leg, attempt: 1 }),
};

/** Commands that belong to no conversation, and so to nobody else. */
const OWN: ReadonlySet<Command['type']> = new Set(['presence.set']);

/** With these a visitor begins a conversation that does not exist (CO8), so they tell a foreign one from none. */
const BEGINNING: ReadonlySet<string> = new Set(['message.post', 'call.start', 'callback.request']);

interface Scene {
  readonly hub: ComposedHub;
  readonly visitor: Dialogue;
  readonly agent: Dialogue;
  readonly conversation: ConversationId;
  readonly message: Told<'participant.read'>['message'];
}

let clock: FakeClock;
let scene: Scene;

/** A visitor and an agent in a conversation with a call that rings. */
async function aScene(store?: (real: Store) => Store): Promise<Scene> {
  clock = new FakeClock();
  const hub = await composeHub({ clock, ...(store && { store }) });
  const visitor = await aVisitor(hub);
  const agent = await anAgent(hub, await hub.agent('Mia'));
  const conversation = newConversation();
  const message = freshId<Scene['message']>();
  await visitor.done({ type: 'message.post', conversation, body: { text: 'Hello?' } }, message);
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  await visitor.done({ type: 'call.start', conversation, body: { call, media } });
  await agent.event('call.started');
  return { hub, visitor, agent, conversation, message };
}

beforeEach(async () => {
  scene = await aScene();
});

afterEach(() => scene.hub.close());

/** Another shop of the company with a department of its own. */
async function anotherSite({ hub }: Scene): Promise<SiteRecord> {
  const department = freshId<DepartmentId>();
  await hub.store.people.createDepartment({ ...UNDECIDED, id: department, name: 'Elsewhere' });
  const site: SiteRecord = {
    ...{ id: freshId<SiteId>(), key: siteKey.parse(`sb_${'b'.repeat(20)}`), name: 'Elsewhere', brand: '#0b6e6e' },
    ...{ origins: ['https://elsewhere.example'], contactUrl: null, phone: null, departments: [department], topics: {} },
  };
  await hub.store.people.createSite(site);
  return site;
}

async function agentOf({ hub }: Scene, { departments }: SiteRecord): Promise<Dialogue> {
  const id = freshId<AgentId>();
  const zoe = {
    id,
    name: 'Zoe',
    email: 'zoe@shop.test',
    role: 'owner',
    title: '',
    languages: [],
    departments,
  } as const;
  const code = { codeHash: freshId(), purpose: 'invitation', agent: id, expiresAt: Number.MAX_SAFE_INTEGER } as const;
  await hub.store.people.inviteAgent(zoe, code);
  return anAgent(hub, { agent: (await hub.store.people.agent(id))!, token: '' });
}

/** Everybody who has no business in the scene's conversation, connected. */
async function intruders(of: Scene): Promise<Readonly<Record<string, Dialogue>>> {
  const site = await anotherSite(of);
  const { hub } = of;
  const [origin] = site.origins;
  return {
    'another visitor': await aVisitor(hub),
    'a visitor of another site': await aVisitor({ ...hub, site }, {}, { origin, site: site.key }),
    'an agent of another department, be it the owner': await agentOf(of, site),
  };
}

/** The reply without its id. */
async function answer(who: Dialogue, frame: object): Promise<object> {
  const id = freshId();
  who.send({ ...frame, id });
  const { id: _id, ...rest } = (await who.reply(id)) as Reply & { id: string };
  return rest;
}

/** What is wrong with what this one is told about the scene's conversation. */
async function leaks(of: Scene, name: string, who: Dialogue): Promise<string[]> {
  const found: string[] = [];
  const compare = async (what: string, frame: (target: ConversationId) => object, isOracle = false) => {
    const [foreign, absent] = [await answer(who, frame(of.conversation)), await answer(who, frame(newConversation()))];
    clock.advance(1_000); // CO7
    if (!('refused' in foreign)) found.push(`${name} may ${what}`);
    else if (!isOracle && JSON.stringify(foreign) !== JSON.stringify(absent)) found.push(`${name} learns by ${what}`);
  };
  const isVisitor = who.welcome.person.kind === 'visitor';
  for (const [type, body] of Object.entries(BODIES)) {
    const frame = (target: ConversationId) => ({ kind: 'command', type, conversation: target, body: body(of) });
    await compare(type, frame, isVisitor && BEGINNING.has(type));
  }
  for (const range of [{}, { after: 0 }, { before: 9, limit: 5 }]) {
    await compare('read', (target) => ({ kind: 'read', conversation: target, ...range }));
  }
  return found;
}

const events = ({ hub, conversation }: Scene) =>
  hub.store.events({ conversation, counter: 'staff', after: 0, limit: 100 });

test('every command has a row', () => {
  const types = commandSchema.options.map((option) => option.shape.type.value);
  expect([...Object.keys(BODIES), ...OWN].toSorted()).toEqual(types.toSorted());
});

test('[CO6] [VI1] no command and no read of a stranger touches a conversation, nor tells that it is there', async () => {
  const before = await events(scene);
  const strangers = await intruders(scene);
  const found = [];
  for (const [name, who] of Object.entries(strangers)) found.push(...(await leaks(scene, name, who)));
  expect(found).toEqual([]);
  expect(await events(scene)).toEqual(before);
  const shown = Object.values(strangers).flatMap(({ texts }) => texts.filter((text) => text.includes('Hello?')));
  expect(shown).toEqual([]);
});

test('[CO6] the check notices a store that does not ask who writes', async () => {
  const unguarded = await aScene((real) => {
    const commit: Store['commit'] = ({ permit: _permit, ...rest }) => real.commit(rest);
    return new Proxy(real, { get: (target, key) => (key === 'commit' ? commit : Reflect.get(target, key)) });
  });
  const found = await leaks(unguarded, 'a stranger', await aVisitor(unguarded.hub));
  await unguarded.hub.close();
  expect(found).toContain('a stranger may message.post');
});

test('[VI4] [CA5] no signal of a stranger reaches anybody', async () => {
  const { visitor, agent, conversation } = scene;
  const signals = [
    { type: 'typing', body: { conversation, on: true } },
    { type: 'ringing', body: { conversation, call } },
    { type: 'rtc', body: { conversation, call, leg, attempt: 1, n: 1, data: { sdp: 'v=0' } } },
    { type: 'rtc.ack', body: { conversation, call, leg, attempt: 1, n: 1 } },
  ] as const;
  for (const who of Object.values(await intruders(scene))) {
    for (const signal of signals) who.signal(signal);
    await who.settled();
  }
  // A hint of somebody who belongs there, sent after theirs, has overtaken none.
  agent.signal({ type: 'typing', body: { conversation, on: true } });
  await until(() => visitor.signals().length > 0);
  await agent.settled();
  const heard = [...visitor.signals(), ...agent.signals()].filter(({ type }) => type !== 'presence');
  expect(heard.map(({ type }) => type)).toEqual(['typing']);
});

test('[FR3] [FR10] who is nobody, or no longer somebody, is not even heard', async () => {
  const { hub, conversation } = scene;
  const before = await events(scene);
  const codes = [];
  const frame = { kind: 'command', type: 'message.post', id: freshId(), conversation, body: { text: 'let me in' } };
  const silent = await openSocket(hub);
  silent.send(frame);
  codes.push(await silent.closeCode());
  const ticket = await hub.app.identity.ticket((await hub.agent('Tom')).agent.id);
  const knock = async () => {
    const socket = await openSocket(hub, { origin: hub.url, site: undefined });
    socket.send({ kind: 'hello', protocol: 1, client: 'console', locale: 'de', token: ticket });
    return socket;
  };
  await (await knock()).frame(({ kind }) => kind === 'welcome');
  const late = await knock();
  late.send(frame);
  codes.push(await late.closeCode());
  expect(codes).toEqual([CLOSE.badFrame, CLOSE.unauthenticated]);
  expect(await events(scene)).toEqual(before);
});
