/**
 * A browser without a browser: raw sockets that speak the protocol, for visitors and agents. Frames are kept in the
 * order of their arrival; waiting is for what a frame says, never for time. It retries nothing and repairs nothing.
 */
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { SOCKET_PATH, SUBPROTOCOL } from '../../protocol/constants.ts';
import type { CommandInput } from '../../protocol/commands.ts';
import type { EventFrame } from '../../protocol/events.ts';
import { serverText } from '../../protocol/frames.ts';
import type { Hello, Inbox, Reply, Row, ServerFrame, Snapshot, Welcome } from '../../protocol/frames.ts';
import type { CommandId, ConversationId } from '../../protocol/ids.ts';
import type { ConversationRow } from '../../protocol/models.ts';
import type { ClientSignal, ServerSignal } from '../../protocol/signals.ts';
import type { SiteRecord } from '../../server/store/people.ts';
import type { Identity, SignedIn } from '../../server/switchboard/identity.ts';
import { SHOP_ORIGIN } from './app.ts';
import type { FakeClock } from './fake-clock.ts';

/** A fresh id, as browsers make them. */
export function freshId<Id extends string>(): Id {
  return randomUUID() as string as Id;
}

/** A fresh conversation id. */
export const newConversation = () => freshId<ConversationId>();

/** A server that a test can connect to: what `startApp` starts, or a hub that a test has composed itself. */
export interface Reachable {
  /** Its web origin. */
  readonly url: string;
  readonly site: SiteRecord;
  readonly app: { readonly identity: Pick<Identity, 'ticket'> };
}

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

type Omitting<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

/** Long enough for a loaded machine, short enough to say what was awaited before the test itself gives up. */
const PATIENCE_MS = 15_000;

/** One socket and everything that came over it. */
export class RawSocket {
  readonly socket: WebSocket;
  /** Every text of the server, and the frames in them. */
  readonly texts: string[] = [];
  readonly frames: ServerFrame[] = [];
  closed: Closed | undefined;
  readonly #looks = new Set<() => void>();

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => {
      const text = (data as Buffer).toString();
      this.texts.push(text);
      // Whatever the server says in any test fits the schema to the last field.
      this.frames.push(...([serverText.parse(JSON.parse(text))].flat() as ServerFrame[]));
      this.#lookAgain();
    });
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#lookAgain();
    });
    socket.on('error', () => undefined);
  }

  /** Sends a frame, or text as it is. */
  send(frame: object | string): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** Something that is there, or comes with a later frame or the end. */
  when<Thing>(find: () => Thing | undefined, what: string): Promise<Thing> {
    return new Promise((resolve, reject) => {
      const seen = () => this.frames.map(({ kind }) => kind).join(' ');
      const giveUp = () => {
        this.#looks.delete(look);
        reject(new Error(`Waited in vain for ${what}; closed: ${this.closed?.code ?? 'no'}; came: ${seen()}`));
      };
      const timer = setTimeout(giveUp, PATIENCE_MS);
      const look = () => {
        const thing = find();
        if (thing === undefined) return;
        clearTimeout(timer);
        this.#looks.delete(look);
        resolve(thing);
      };
      this.#looks.add(look);
      look();
    });
  }

  /** The first frame that has come, or comes, for which this holds. */
  frame<Frame extends ServerFrame>(is: (frame: ServerFrame) => frame is Frame): Promise<Frame>;
  frame(is: (frame: ServerFrame) => boolean): Promise<ServerFrame>;
  frame(is: (frame: ServerFrame) => boolean): Promise<ServerFrame> {
    return this.when(() => this.frames.find(is), 'a frame');
  }

  /** The close code, once it is closed. */
  closeCode(): Promise<number> {
    return this.when(() => this.closed?.code, 'the end of the connection');
  }

  /** Asks for a pong: once it is here, the server has read everything before it. */
  async settled(): Promise<void> {
    const pong = new Promise((resolve) => this.socket.once('pong', resolve));
    this.socket.ping();
    await pong;
  }

  /** Ends the connection as a closed tab does. */
  async hangUp(): Promise<void> {
    this.socket.close();
    await this.closeCode();
  }

  #lookAgain(): void {
    for (const look of this.#looks) look();
  }
}

export interface UpgradeOptions {
  readonly origin?: string | undefined;
  /** Site key, for a widget's door. */
  readonly site?: string | undefined;
  readonly subprotocols?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
  /** False: a browser that has stopped living, but whose socket is open. */
  readonly autoPong?: boolean;
}

function dial({ url }: Reachable, options: UpgradeOptions): WebSocket {
  const { origin, site, subprotocols = [SUBPROTOCOL], headers = {}, path = SOCKET_PATH, autoPong = true } = options;
  const query = site === undefined ? '' : `?site=${site}`;
  const address = `${url.replace(/^http/, 'ws')}${path}${query}`;
  return new WebSocket(address, [...subprotocols], {
    headers: { ...headers, ...(origin === undefined ? {} : { origin }) },
    ...{ perMessageDeflate: false, autoPong },
  });
}

/** An open socket that has said nothing. */
export async function openSocket(app: Reachable, options: UpgradeOptions = {}): Promise<RawSocket> {
  const socket = dial(app, { origin: SHOP_ORIGIN, site: app.site.key, ...options });
  const raw = new RawSocket(socket);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return raw;
}

/** The HTTP status that refuses an upgrade, or 101. */
export function upgradeStatus(app: Reachable, options: UpgradeOptions): Promise<number> {
  const socket = dial(app, options);
  return new Promise((resolve, reject) => {
    socket.once('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.once('open', () => {
      resolve(101);
      socket.terminate();
    });
    socket.on('error', reject);
  });
}

/** A person who was welcomed. */
export class Dialogue extends RawSocket {
  welcome!: Welcome;

  /** Sends a command; its reply. */
  command(input: CommandInput, id: string = freshId<CommandId>()): Promise<Reply> {
    this.send({ kind: 'command', id, ...input });
    return this.reply(id);
  }

  /** The reply with this id. */
  reply(id: string): Promise<Reply> {
    return this.frame((frame): frame is Reply => frame.kind === 'reply' && frame.id === id);
  }

  /** The numbers of a command that was done. */
  async done(input: CommandInput, id?: string): Promise<number[]> {
    const reply = await this.command(input, id);
    if ('done' in reply && 'seqs' in reply.done) return reply.done.seqs;
    throw new Error(`not done: ${JSON.stringify(reply)}`);
  }

  /** The refusal code of a command. */
  async refusal(input: CommandInput): Promise<string> {
    const reply = await this.command(input);
    if ('refused' in reply) return reply.refused.code;
    throw new Error('it was not refused');
  }

  /** Writes a message for all. */
  say(conversation: ConversationId, text: string): Promise<number[]> {
    return this.done({ type: 'message.post', conversation, body: { text } });
  }

  /** Writes a note for staff. */
  note(conversation: ConversationId, text: string): Promise<number[]> {
    return this.done({ type: 'message.post', conversation, body: { text, audience: 'staff' } });
  }

  /** Reads a conversation and follows it from now on. */
  async read(
    conversation: ConversationId,
    range: { after?: number; before?: number; limit?: number } = {},
  ): Promise<Snapshot> {
    const id = freshId<CommandId>();
    this.send({ kind: 'read', id, conversation, ...range });
    const reply = await this.reply(id);
    if ('done' in reply && 'snapshot' in reply.done) return reply.done.snapshot;
    throw new Error(`not read: ${JSON.stringify(reply)}`);
  }

  async inbox(): Promise<Inbox> {
    const id = freshId<CommandId>();
    this.send({ kind: 'read', id, list: 'inbox' });
    const reply = await this.reply(id);
    if ('done' in reply && 'inbox' in reply.done) return reply.done.inbox;
    throw new Error(`not read: ${JSON.stringify(reply)}`);
  }

  signal(signal: Omitting<ClientSignal, 'kind'>): void {
    this.send({ kind: 'signal', ...signal });
  }

  /** Events that were pushed, of one conversation or all, in the order of their arrival. */
  events(conversation?: ConversationId): EventFrame[] {
    return this.frames.filter(
      (frame): frame is EventFrame =>
        frame.kind === 'event' && (conversation === undefined || frame.conversation === conversation),
    );
  }

  /** The first pushed event of this type. */
  event<Type extends EventFrame['type']>(type: Type): Promise<Extract<EventFrame, { type: Type }>> {
    return this.when(() => {
      const isWanted = (event: EventFrame): event is Extract<EventFrame, { type: Type }> => event.type === type;
      return this.events().find(isWanted);
    }, type);
  }

  /** The first pushed message with this text. */
  message(text: string): Promise<EventFrame> {
    const isWanted = (event: EventFrame) => event.type === 'message.posted' && event.body.text === text;
    return this.when(() => this.events().find(isWanted), `the message ${text}`);
  }

  signals(): ServerSignal[] {
    return this.frames.filter((frame): frame is ServerSignal => frame.kind === 'signal');
  }

  /** The latest row of a conversation for which this holds. */
  row(conversation: ConversationId, holds: (row: ConversationRow) => boolean = () => true): Promise<ConversationRow> {
    const isShown = (row: Row['row']): row is ConversationRow => 'status' in row;
    return this.when(() => this.rows(conversation).filter(isShown).findLast(holds), 'a row');
  }

  /** Everything that was told of the conversation's place in the inbox, oldest first. */
  rows(conversation: ConversationId): Row['row'][] {
    const isOfIt = (frame: ServerFrame): frame is Row => frame.kind === 'row' && frame.row.id === conversation;
    return this.frames.filter(isOfIt).map(({ row }) => row);
  }
}

/** Says hello and waits for the welcome. */
async function greeted(dialogue: Dialogue, hello: Hello): Promise<Dialogue> {
  await new Promise((resolve, reject) => dialogue.socket.once('open', resolve).once('error', reject));
  dialogue.send(hello);
  const answer = await dialogue.when(
    () => dialogue.frames.find((frame): frame is Welcome => frame.kind === 'welcome') ?? dialogue.closed,
    'the welcome',
  );
  if ('code' in answer) throw new Error(`turned away with ${answer.code}: ${answer.reason}`);
  dialogue.welcome = answer;
  return dialogue;
}

/** What a browser says besides who it is. */
export type HelloExtras = Partial<Pick<Hello, 'token' | 'resume' | 'page' | 'locale'>>;

/** A visitor on the shop's page, connected. */
export function aVisitor(app: Reachable, extras: HelloExtras = {}, options: UpgradeOptions = {}): Promise<Dialogue> {
  const dialogue = new Dialogue(dial(app, { origin: SHOP_ORIGIN, site: app.site.key, ...options }));
  const hello: Hello = {
    ...{ kind: 'hello', protocol: 1, client: 'widget', site: app.site.key, locale: 'de-CH' },
    ...extras,
  };
  return greeted(dialogue, hello);
}

/** An agent's console, connected with a fresh ticket. */
export async function anAgent(app: Reachable, { agent }: SignedIn, extras: HelloExtras = {}): Promise<Dialogue> {
  const token = await app.app.identity.ticket(agent.id);
  const dialogue = new Dialogue(dial(app, { origin: app.url }));
  return greeted(dialogue, { kind: 'hello', protocol: 1, client: 'console', locale: 'de', token, ...extras });
}

/** A step of time in which nobody falls silent. */
const STEP_MS = 4_000;

/** Lets time pass while these browsers are alive: they answer every ping on the way. */
export async function liveFor(clock: FakeClock, ms: number, dialogues: readonly RawSocket[]): Promise<void> {
  for (let left = ms; left > 0; left -= STEP_MS) {
    clock.advance(Math.min(STEP_MS, left));
    await Promise.all(dialogues.map((dialogue) => dialogue.settled()));
  }
}

/** What a browser remembers of this dialogue, to resume it. */
export function resumeOf(
  { welcome }: Pick<Dialogue, 'welcome'>,
  heads: Record<string, number> = {},
): NonNullable<Hello['resume']> {
  return { session: welcome.session, epoch: welcome.epoch, heads: heads as NonNullable<Hello['resume']>['heads'] };
}

/** The visitor's token, from the welcome that brought it. */
export function tokenOf({ welcome: { person } }: Pick<Dialogue, 'welcome'>): string {
  if (person.kind === 'visitor' && person.token !== undefined) return person.token;
  throw new Error('this welcome brought no token');
}
