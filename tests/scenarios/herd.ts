/**
 * A herd: many visitors whose server goes away at one moment and comes back, each with the back-off of a browser and
 * nothing else of it, so that thousands fit into one process. Tells who did not come back, whose session was another one
 * and whose messages were lost; how fast they came is told beside, for a report.
 */
import { WebSocket } from 'ws';
import { backOff } from '../../client/back-off.ts';
import { SOCKET_PATH, SUBPROTOCOL } from '../../protocol/constants.ts';
import type { Reply, ServerFrame, Welcome } from '../../protocol/frames.ts';
import { SHOP_ORIGIN } from '../helpers/app.ts';
import { until } from '../helpers/services.ts';
import { freshId, newConversation } from '../helpers/socket-client.ts';

/** The server as it can be reached now. */
export interface Fold {
  readonly url: string;
  readonly siteKey: string;
}

export interface HerdOptions {
  readonly count: number;
  /** Where the server is at this moment. */
  where(): Fold;
  /** Drops everybody at once, and resolves when the server can be reached again. */
  drop(): Promise<void>;
  /** From 0 to below 1; the browser's dice. */
  random(): number;
}

export interface HerdReport {
  /** Visitors who were not welcomed again. */
  readonly missing: number;
  /** Visitors who got another session or had to forget what they had. */
  readonly strangers: number;
  /** Acknowledged messages that are not in their conversation, or not once. */
  readonly lost: number;
  /** Milliseconds after the drop in which each was welcomed again, in order. */
  readonly backAfterMs: readonly number[];
}

/** How long nobody comes back before it is given up. */
const PATIENCE_MS = 60_000;

class Sheep {
  readonly conversation = newConversation();
  readonly said: string[] = [];
  welcomes: Welcome[] = [];
  backAt: number | undefined;
  readonly #options: HerdOptions;
  readonly #replies = new Map<string, (reply: Reply) => void>();
  #socket: WebSocket | undefined;
  #token: string | undefined;
  #failures = 0;
  #isDone = false;

  constructor(options: HerdOptions) {
    this.#options = options;
    this.#dial();
  }

  get isHere(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN && this.#failures === 0;
  }

  leave(): void {
    this.#isDone = true;
    this.#socket?.terminate();
  }

  /** Writes a message; resolves when it is acknowledged. */
  async say(text: string): Promise<void> {
    const wish = { type: 'message.post', conversation: this.conversation, body: { text } };
    const reply = await this.#ask({ kind: 'command', ...wish });
    if ('refused' in reply) throw new Error(reply.refused.message);
    this.said.push(text);
  }

  /** What the server has of this one's conversation. */
  async texts(): Promise<string[]> {
    const reply = await this.#ask({ kind: 'read', conversation: this.conversation, after: 0 });
    if (!('done' in reply) || !('snapshot' in reply.done)) return [];
    return reply.done.snapshot.events.flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []));
  }

  #ask(frame: object): Promise<Reply> {
    const id = freshId<string>();
    return new Promise((resolve) => {
      this.#replies.set(id, resolve);
      this.#socket?.send(JSON.stringify({ ...frame, id }));
    });
  }

  #dial(): void {
    const { url, siteKey } = this.#options.where();
    const address = `${url.replace(/^http/, 'ws')}${SOCKET_PATH}?site=${siteKey}`;
    const socket = new WebSocket(address, [SUBPROTOCOL], { origin: SHOP_ORIGIN, perMessageDeflate: false });
    this.#socket = socket;
    const last = this.welcomes.at(-1);
    const resume = last && { session: last.session, epoch: last.epoch, heads: {} };
    const who = { client: 'widget', site: siteKey, locale: 'de', ...(this.#token && { token: this.#token }) };
    socket.on('open', () =>
      socket.send(JSON.stringify({ kind: 'hello', protocol: 1, ...who, ...(resume && { resume }) })),
    );
    socket.on('message', (data: Buffer) => {
      const frames = JSON.parse(data.toString()) as ServerFrame | readonly ServerFrame[];
      for (const frame of [frames].flat()) this.#hear(frame);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => this.#dialLater());
  }

  // FR7
  #dialLater(): void {
    if (this.#isDone) return;
    setTimeout(() => this.#isDone || this.#dial(), backOff(this.#failures, this.#options.random));
    this.#failures += 1;
  }

  #hear(frame: ServerFrame): void {
    if (frame.kind === 'reply') this.#replies.get(frame.id)?.(frame);
    if (frame.kind !== 'welcome') return;
    this.#failures = 0;
    this.welcomes.push(frame);
    this.backAt = performance.now();
    if (frame.person.kind === 'visitor' && frame.person.token !== undefined) this.#token = frame.person.token;
  }
}

/** Drops a herd once and sees who comes back. */
export async function herd(options: HerdOptions): Promise<HerdReport> {
  const all = Array.from({ length: options.count }, () => new Sheep(options));
  const patience = { patienceMs: PATIENCE_MS };
  try {
    await until(() => all.every(({ isHere, welcomes }) => isHere && welcomes.length > 0), patience);
    await Promise.all(all.map((one) => one.say('before')));
    const droppedAt = performance.now();
    const before = new Map(all.map((one) => [one, one.welcomes.length]));
    await options.drop();
    const isBack = (one: Sheep) => one.isHere && one.welcomes.length > (before.get(one) ?? 0);
    await until(() => all.every(isBack), patience).catch(() => undefined);
    const back = all.filter(isBack);
    await Promise.all(back.map((one) => one.say('after')));
    const kept = await Promise.all(back.map(async (one) => [one, await one.texts()] as const));
    const isSame = ({ welcomes }: Sheep) =>
      welcomes.every(({ session, reset }) => session === welcomes[0]?.session && !reset);
    return {
      missing: all.length - back.length,
      strangers: back.filter((one) => !isSame(one)).length,
      lost: kept.filter(([{ said }, texts]) => texts.join() !== said.join()).length,
      backAfterMs: back.map(({ backAt = 0 }) => Math.round(backAt - droppedAt)).toSorted((one, other) => one - other),
    };
  } finally {
    for (const one of all) one.leave();
  }
}
