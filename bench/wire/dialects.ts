/**
 * How each contender is spoken to: connecting a pair of people in one conversation, what a message looks like, and what
 * comes back. It knows the three wires, not what is measured.
 */
import { randomUUID } from 'node:crypto';
import { freshUuid } from '../../client/ids.ts';
import { PROTOCOL_VERSION, SOCKET_PATH, SUBPROTOCOL } from '../../protocol/constants.ts';
import type { ServerFrame } from '../../protocol/frames.ts';
import type { ContenderName } from '../contenders/contender.ts';
import type { Contender } from '../contenders/contender.ts';
import { SHOP_ORIGIN, siteKeyOf } from '../contenders/places.ts';
import { LeanSocket } from './lean-socket.ts';

/** Two people in one conversation: one who writes and one who reads. */
export interface Pair {
  readonly conversation: string;
  readonly writer: LeanSocket;
  readonly reader: LeanSocket;
}

/** What a text means to the measurement: how many messages it acknowledges and delivers. */
export interface Meaning {
  readonly acknowledged: number;
  readonly delivered: number;
}

/** Somebody who was welcomed. */
export interface Guest {
  readonly socket: LeanSocket;
  readonly session: string;
  /** What they say when they come back. */
  readonly hello: object;
}

/** How somebody comes. */
export interface Arrival {
  /** Their own address. */
  readonly from?: string;
  /** What they were told to say last time; without it they come for the first time. */
  readonly hello?: object;
}

/** Where a pair is. */
export interface Whereabouts {
  /** So many pairs share an inbox, where there is one. */
  readonly desk: number;
  /** Another server that the reader is connected to. */
  readonly readerAt?: Contender;
  /** Another server, which knows the agents. */
  readonly ticketsFrom?: Contender;
}

export interface Dialect {
  /** Connects the pair with this index. */
  pair(server: Contender, index: number, where: Whereabouts): Promise<Pair>;
  /** Connects somebody, until they are welcomed. */
  visitor(server: Contender, arrival?: Arrival): Promise<Guest>;
  /** A message on its way to the server, under a fresh id. */
  message(conversation: string): string;
  /** What the text means; one that the wire wants answered is answered. */
  hear(socket: LeanSocket, text: Buffer): Meaning;
}

/** A chat message of usual length. */
export const TEXT = 'Yes, the oak table is in stock in Basel, and we could deliver it on Thursday.';

const [LOWER_D, LOWER_E, LOWER_R] = [...Buffer.from('der')];
const [DIGIT_2, DIGIT_3] = [...Buffer.from('23')];
const [LIST] = [...Buffer.from('[')];

/** Ids as Shopbell's browsers make them. */
function post(conversation: string) {
  return { id: freshUuid(), type: 'message.post', conversation, body: { text: TEXT } };
}

function postFrame(conversation: string): string {
  return JSON.stringify({ kind: 'command', ...post(conversation) });
}

/** Both relays put the conversation into the address. */
async function pairAt(door: (conversation: string) => Promise<LeanSocket>): Promise<Pair> {
  const conversation = randomUUID();
  return { conversation, writer: await door(conversation), reader: await door(conversation) };
}

const ACKNOWLEDGED: Meaning = { acknowledged: 1, delivered: 0 };
const DELIVERED: Meaning = { acknowledged: 0, delivered: 1 };
const OTHER: Meaning = { acknowledged: 0, delivered: 0 };

/** In `{"kind":"reply"` and `{"kind":"event"` the tenth byte tells one from the other. */
const KIND_AT = '{"kind":"'.length;
/** In `{"kind":"reply","id":"…","done"` this byte tells it from `"refused"`. */
const OUTCOME_AT = '{"kind":"reply","id":"","'.length + randomUUID().length;

function hearOurs(_socket: LeanSocket, text: Buffer): Meaning {
  if (text[0] === LIST) return hearList(text);
  const kind = text[KIND_AT];
  if (kind === LOWER_E) return DELIVERED;
  if (kind !== LOWER_R || text[KIND_AT + 1] !== LOWER_E) return OTHER;
  if (text[OUTCOME_AT] === LOWER_D) return ACKNOWLEDGED;
  throw new Error(`a message was refused: ${text.toString()}`);
}

/** Several frames in one text (FR1). */
function hearList(text: Buffer): Meaning {
  const frames = JSON.parse(text.toString()) as ServerFrame[];
  if (frames.some((frame) => 'refused' in frame)) throw new Error(`a message was refused: ${text.toString()}`);
  const count = (kind: ServerFrame['kind']) => frames.filter((frame) => frame.kind === kind).length;
  return { acknowledged: count('reply'), delivered: count('event') };
}

/** What a browser says first; the relays get the same as Shopbell, and understand little of it. */
function helloOf(site: string, more: object = {}): object {
  return { kind: 'hello', protocol: PROTOCOL_VERSION, client: 'widget', locale: 'de-CH', site, ...more };
}

/** A token as Shopbell makes them. */
const TOKEN = 'x'.repeat(43);

/** The guest that a relay's welcome makes, who comes back with as much as Shopbell's do. */
function guestOf(socket: LeanSocket, welcome: { readonly session: string; readonly epoch: string }): Guest {
  const { session, epoch } = welcome;
  return { socket, session, hello: helloOf(siteKeyOf(0), { token: TOKEN, resume: { session, epoch, heads: {} } }) };
}

/** Whoever does not answer when the wire asks for a sign of life is hung up on. */
function listen(socket: LeanSocket, hear: Dialect['hear']): void {
  socket.onText = (text) => void hear(socket, text);
}

const WELCOME = '{"kind":"welcome"';

const rawDoor = ({ port }: Contender, conversation: string, from?: string) =>
  LeanSocket.open({ port, path: `/?conversation=${conversation}`, from });

const rawWs: Dialect = {
  pair: (server) => pairAt((conversation) => rawDoor(server, conversation)),
  async visitor(server, { from, hello = helloOf(siteKeyOf(0)) } = {}) {
    const socket = await rawDoor(server, randomUUID(), from);
    socket.send(JSON.stringify(hello));
    const welcome = await socket.next((text) => text.startsWith(WELCOME));
    listen(socket, hearOurs);
    return guestOf(socket, JSON.parse(welcome) as { session: string; epoch: string });
  },
  message: postFrame,
  hear: hearOurs,
};

/** engine.io's `0` opens, socket.io's `40` connects the default namespace. */
async function socketIoDoor({ port }: Contender, conversation: string, from?: string): Promise<LeanSocket> {
  const path = `/socket.io/?EIO=4&transport=websocket&conversation=${conversation}`;
  const socket = await LeanSocket.open({ port, path, from });
  await socket.next((text) => text.startsWith('0'));
  socket.send('40');
  await socket.next((text) => text.startsWith('40'));
  return socket;
}

let acknowledgements = 0;

const socketIo: Dialect = {
  pair: (server) => pairAt((conversation) => socketIoDoor(server, conversation)),
  async visitor(server, { from, hello = helloOf(siteKeyOf(0)) } = {}) {
    const socket = await socketIoDoor(server, randomUUID(), from);
    socket.send(`420${JSON.stringify(['hello', hello])}`);
    const answer = await socket.next((text) => text.startsWith('430'));
    listen(socket, socketIo.hear);
    const [welcome] = JSON.parse(answer.slice('430'.length)) as [{ session: string; epoch: string }];
    return guestOf(socket, welcome);
  },
  message(conversation) {
    acknowledgements += 1;
    return `42${acknowledgements}${JSON.stringify(['message.post', post(conversation)])}`;
  },
  // `43` answers, `42` is an event, a lone `2` asks whether we are alive.
  hear(socket, text) {
    if (text[1] === DIGIT_3) return ACKNOWLEDGED;
    if (text[1] === DIGIT_2) return DELIVERED;
    if (text[0] === DIGIT_2) socket.send('3');
    return OTHER;
  },
};

/** As much of a welcome as is looked at. */
interface Welcome {
  readonly session: string;
  readonly epoch: string;
  readonly person: { readonly token?: string };
}

/** Says hello and waits for the welcome. */
async function greet(socket: LeanSocket, hello: object): Promise<Welcome> {
  socket.send(JSON.stringify(hello));
  const text = await socket.next((one) => one.includes(WELCOME));
  const frames = [JSON.parse(text) as ServerFrame | readonly ServerFrame[]].flat();
  return frames.find(({ kind }) => kind === 'welcome') as Welcome;
}

/** A visitor's token is told once: later it is the one that they came with. */
function tokenOf({ person }: Welcome, hello: object): string | undefined {
  return person.token ?? ('token' in hello ? String(hello.token) : undefined);
}

async function widget({ port }: Contender, site: number, { from, hello }: Arrival = {}): Promise<Guest> {
  const key = siteKeyOf(site);
  const door = { port, path: `${SOCKET_PATH}?site=${key}`, origin: SHOP_ORIGIN, subprotocol: SUBPROTOCOL, from };
  const socket = await LeanSocket.open(door);
  const said = hello ?? helloOf(key);
  const welcome = await greet(socket, said);
  listen(socket, hearOurs);
  const { session, epoch } = welcome;
  const resume = { session, epoch, heads: {} };
  return { socket, session, hello: helloOf(key, { token: tokenOf(welcome, said), resume }) };
}

async function desktop({ port }: Contender, agent: number, ticketsFrom: Contender): Promise<LeanSocket> {
  const door = { port, path: SOCKET_PATH, origin: `http://127.0.0.1:${port}`, subprotocol: SUBPROTOCOL };
  const token = await ticketsFrom.ticket(agent);
  const socket = await LeanSocket.open(door);
  await greet(socket, { kind: 'hello', protocol: PROTOCOL_VERSION, client: 'console', locale: 'de-CH', token });
  return socket;
}

/** Sends a command frame and waits until it is done. */
async function done(socket: LeanSocket, frame: { readonly id: string }): Promise<void> {
  socket.send(JSON.stringify({ kind: 'command', ...frame }));
  const reply = await socket.next((text) => text.includes(`{"kind":"reply","id":"${frame.id}"`));
  if (reply.includes('"refused"')) throw new Error(`a command was refused: ${reply}`);
}

const shopbell: Dialect = {
  /** A visitor starts a conversation and an agent accepts it; the agent writes, because agents may write faster. */
  async pair(server, index, { desk, readerAt = server, ticketsFrom = server }) {
    const conversation = randomUUID();
    const { socket: reader } = await widget(readerAt, Math.floor(index / desk));
    await done(reader, post(conversation));
    const writer = await desktop(server, index, ticketsFrom);
    // It may come later than the writer's reply, and is no message.
    const joined = reader.next((text) => text.includes('"participant.joined"'));
    await done(writer, { id: randomUUID(), ...{ type: 'conversation.accept', conversation, body: {} } });
    await joined;
    return { conversation, writer, reader };
  },
  visitor: (server, arrival) => widget(server, 0, arrival),
  message: postFrame,
  hear: hearOurs,
};

/** The wire of each contender. */
export const DIALECTS: Readonly<Record<ContenderName, Dialect>> = {
  'raw ws': rawWs,
  'socket.io': socketIo,
  'raw ws + SQLite': rawWs,
  Shopbell: shopbell,
};
