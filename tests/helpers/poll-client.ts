/**
 * A browser without a browser and without a socket: requests to the poll doors, each made by hand, so that a test can
 * repeat one or lose its answer. It retries nothing by itself.
 */
import { randomBytes } from 'node:crypto';
import { POLL } from '../../protocol/constants.ts';
import type { Hello, ServerFrame, Welcome } from '../../protocol/frames.ts';
import { SHOP_ORIGIN } from './app.ts';
import { resumeOf } from './socket-client.ts';
import type { HelloExtras, Reachable } from './socket-client.ts';

/** An answer to a GET. */
export interface News {
  readonly first: number;
  readonly frames: ServerFrame[];
  readonly closed?: { readonly code: number; readonly reason: string };
}

/** What a request says besides its frames; undefined leaves a header out. */
export interface Saying {
  readonly secret?: string | undefined;
  readonly origin?: string | undefined;
  readonly site?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** 256 random bits, as browsers make them up. */
export const freshSecret = (): string => randomBytes(32).toString('hex');

/** One polled connection. */
export class PolledBrowser {
  readonly secret = freshSecret();
  /** Every frame that was fetched. */
  readonly frames: ServerFrame[] = [];
  welcome!: Welcome;
  sent = 0;
  heard = 0;
  readonly #app: Reachable;

  constructor(app: Reachable) {
    this.#app = app;
  }

  /** One request, as this browser would make it except for what it says otherwise. */
  request(method: string, path: string, { headers = {}, body, ...saying }: Saying = {}): Promise<Response> {
    const { secret, origin, site } = { secret: this.secret, origin: SHOP_ORIGIN, site: this.#app.site.key, ...saying };
    const address = `${this.#app.url}${path}${site === undefined ? '' : `?site=${site}`}`;
    const said = {
      ...headers,
      ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
      ...(origin === undefined ? {} : { origin }),
    };
    return fetch(address, { method, headers: said, ...(body === undefined ? {} : { body }) });
  }

  /** Posts frames, or text as it is, of which the first has this number. */
  post(first: number, frames: readonly (object | string)[], saying: Saying = {}): Promise<Response> {
    const lines = frames.map((frame) => (typeof frame === 'string' ? frame : JSON.stringify(frame)));
    return this.request('POST', POLL.commands, {
      ...saying,
      headers: { [POLL.frameHeader]: String(first) },
      body: lines.join('\n'),
    });
  }

  /** Asks for what was sent after this number. */
  get(after: number, saying: Saying = {}): Promise<Response> {
    return this.request('GET', POLL.events, { ...saying, headers: { 'last-event-id': String(after) } });
  }

  /** Posts the next frames. */
  async send(...frames: readonly (object | string)[]): Promise<number> {
    const { status } = await this.post(this.sent + 1, frames);
    this.sent += frames.length;
    return status;
  }

  /** Fetches what is new, and acknowledges it with the next fetch. */
  async fetch(): Promise<News> {
    const news = (await (await this.get(this.heard)).json()) as News;
    this.frames.push(...news.frames);
    this.heard = news.first + news.frames.length - 1;
    return news;
  }

  /** The first frame for which this holds, fetched until it is there. */
  async frame(is: (frame: ServerFrame) => boolean): Promise<ServerFrame> {
    for (;;) {
      const found = this.frames.find(is);
      if (found) return found;
      const { closed } = await this.fetch();
      if (closed) throw new Error(`closed with ${closed.code}: ${closed.reason}`);
    }
  }

  /** The code with which the connection ends. */
  async closeCode(): Promise<number> {
    for (;;) {
      const { closed } = await this.fetch();
      if (closed) return closed.code;
    }
  }

  /** What its document says to take its session along to another connection. */
  handing(): NonNullable<Hello['resume']> {
    return { ...resumeOf(this), poll: this.secret };
  }
}

/** The first frame of a visitor of this app. */
export const helloOf = ({ site }: Reachable, extras: HelloExtras = {}): Hello => ({
  ...{ kind: 'hello', protocol: 1, client: 'widget', site: site.key, locale: 'de-CH' },
  ...extras,
});

/** A visitor without a socket, welcomed. */
export async function aPolledVisitor(app: Reachable, extras: HelloExtras = {}): Promise<PolledBrowser> {
  const browser = new PolledBrowser(app);
  await browser.send(helloOf(app, extras));
  browser.welcome = (await browser.frame(({ kind }) => kind === 'welcome')) as Welcome;
  return browser;
}
