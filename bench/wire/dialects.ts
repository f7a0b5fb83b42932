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

export interface Dialect {
  /** Connects the pair with this index; `desk` pairs share an inbox where there is one. */
  pair(server: Contender, index: number, desk: number): Promise<Pair>;
  /** Connects somebody who says nothing more. */
  visitor(server: Contender): Promise<LeanSocket>;
  /** A message on its way to the server, under a fresh id. */
  message(conversation: string): string;
  /** What the text means; one that the wire wants answered is answered. */
  hear(socket: LeanSocket, text: Buffer): Meaning;
}

/** A chat message of usual length. */
const TEXT = 'Yes, the oak table is in stock in Basel, and we could deliver it on Thursday.';

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

const rawDoor = (server: Contender, conversation: string) =>
  LeanSocket.open({ port: server.port, path: `/?conversation=${conversation}` });

const rawWs: Dialect = {
  pair: (server) => pairAt((conversation) => rawDoor(server, conversation)),
  visitor: (server) => rawDoor(server, randomUUID()),
  message: postFrame,
  hear: hearOurs,
};

/** engine.io's `0` opens, socket.io's `40` connects the default namespace. */
async function socketIoDoor(server: Contender, conversation: string): Promise<LeanSocket> {
  const path = `/socket.io/?EIO=4&transport=websocket&conversation=${conversation}`;
  const socket = await LeanSocket.open({ port: server.port, path });
  await socket.next((text) => text.startsWith('0'));
  socket.send('40');
  await socket.next((text) => text.startsWith('40'));
  return socket;
}

let acknowledgements = 0;

const socketIo: Dialect = {
  pair: (server) => pairAt((conversation) => socketIoDoor(server, conversation)),
  visitor: (server) => socketIoDoor(server, randomUUID()),
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

/** Says hello and waits for the welcome. */
async function greet(socket: LeanSocket, hello: object): Promise<LeanSocket> {
  socket.send(JSON.stringify({ kind: 'hello', protocol: PROTOCOL_VERSION, locale: 'de-CH', ...hello }));
  await socket.next((text) => text.includes('{"kind":"welcome"'));
  return socket;
}

async function widget({ port }: Contender, site: number): Promise<LeanSocket> {
  const key = siteKeyOf(site);
  const path = `${SOCKET_PATH}?site=${key}`;
  const socket = await LeanSocket.open({ port, path, origin: SHOP_ORIGIN, subprotocol: SUBPROTOCOL });
  return greet(socket, { client: 'widget', site: key });
}

async function desktop(server: Contender, agent: number): Promise<LeanSocket> {
  const { port } = server;
  const door = { port, path: SOCKET_PATH, origin: `http://127.0.0.1:${port}`, subprotocol: SUBPROTOCOL };
  const token = await server.ticket(agent);
  return greet(await LeanSocket.open(door), { client: 'console', token });
}

/** Sends a command frame and waits until it is done. */
async function done(socket: LeanSocket, frame: { readonly id: string }): Promise<void> {
  socket.send(JSON.stringify({ kind: 'command', ...frame }));
  const reply = await socket.next((text) => text.includes(`{"kind":"reply","id":"${frame.id}"`));
  if (reply.includes('"refused"')) throw new Error(`a command was refused: ${reply}`);
}

const shopbell: Dialect = {
  /** A visitor starts a conversation and an agent accepts it; the agent writes, because agents may write faster. */
  async pair(server, index, desk) {
    const conversation = randomUUID();
    const reader = await widget(server, Math.floor(index / desk));
    await done(reader, post(conversation));
    const writer = await desktop(server, index);
    await done(writer, { id: randomUUID(), ...{ type: 'conversation.accept', conversation, body: {} } });
    return { conversation, writer, reader };
  },
  visitor: (server) => widget(server, 0),
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
