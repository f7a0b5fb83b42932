/**
 * The network between a browser and the server as some companies and hotels have it: requests pass, sockets are refused,
 * swallowed or cut, and now and then an answer is lost. It names the page's origin, as browsers do and Node does not.
 * Knows HTTP and upgrades; knows nothing of Shopbell but where it listens.
 */
import { createServer, request as ask } from 'node:http';
import type { IncomingMessage, RequestOptions, Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';

/** What becomes of a socket: refused with a status; open, but without a frame ever; open, and gone at once. */
export type Upgrades = 'pass' | 'refuse' | 'swallow' | 'cut';

/** A request as the gateway may judge and change it before it goes on. */
export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Whether the answer of this request reaches the browser; it may be told more than once. */
type Fate = 'arrives' | 'lost' | 'twice';

export class Gateway {
  upgrades: Upgrades = 'pass';
  /** Called when the server has answered. */
  fate: (request: Passing, answer: string) => Fate = () => 'arrives';
  /** Called before a request goes on. */
  change: (request: Passing) => Passing = (request) => request;
  /** Every request that has come, in order. */
  readonly requests: Passing[] = [];
  /** Sockets that were asked for. */
  asked = 0;
  readonly #targets: readonly URL[];
  #turn = 0;
  readonly #origin: string;
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();
  readonly #answers = new Map<string, string>();
  readonly #swallower = new WebSocketServer({ noServer: true, handleProtocols: ([first = '']) => first });

  private constructor(targets: readonly string[], origin: string) {
    this.#targets = targets.map((target) => new URL(target));
    this.#origin = origin;
    this.#server = createServer((request, response) => void this.#pass(request, response));
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#server.keepAliveTimeout = 60_000;
  }

  /** Opens a way to the server for pages of this origin; of several, each is asked in turn, whoever asks. */
  static async start(targets: string | readonly string[], origin: string): Promise<Gateway> {
    const gateway = new Gateway([targets].flat(), origin);
    await new Promise<void>((resolve) => gateway.#server.listen(0, '127.0.0.1', resolve));
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What the server has last answered at this path with JSON, whether it arrived or not. */
  told(path: string): object {
    return JSON.parse(this.#answers.get(path) ?? '{}') as object;
  }

  /** Cuts every socket that has passed. */
  cutSockets(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cutSockets();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '' } = request;
    const body = await textOf(request);
    const headers = { ...plain(request.headers), origin: this.#origin };
    const passing = this.change({ method, path, headers, body });
    this.requests.push(passing);
    const abort = new AbortController();
    response.once('close', () => abort.abort());
    try {
      let answer = await this.#forward(passing, abort.signal);
      this.#answers.set(path.split('?')[0] ?? '', answer.text || '{}');
      const fate = this.fate(passing, answer.text);
      if (fate === 'lost') return void response.destroy();
      if (fate === 'twice') answer = await this.#forward(passing, abort.signal);
      response.writeHead(answer.status, answer.headers).end(answer.text);
    } catch {
      response.destroy();
    }
  }

  #next(): URL {
    this.#turn += 1;
    return this.#targets[this.#turn % this.#targets.length]!;
  }

  #forward(
    { method, path, headers, body }: Passing,
    signal: AbortSignal,
  ): Promise<{ status: number; headers: Record<string, string>; text: string }> {
    const { hostname, port } = this.#next();
    const options: RequestOptions = { hostname, port, method, path, headers, signal, agent: false };
    return new Promise((resolve, reject) => {
      const forwarded = ask(options, (answer) => {
        const { statusCode: status = 0 } = answer;
        textOf(answer).then((text) => resolve({ status, headers: plain(answer.headers), text }), reject);
      });
      forwarded.once('error', reject).end(body);
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.asked += 1;
    socket.on('error', () => undefined);
    if (this.upgrades === 'refuse') return void socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    if (this.upgrades === 'pass') return this.#tunnel(request, socket);
    const isCut = this.upgrades === 'cut';
    this.#swallower.handleUpgrade(request, socket, head, (opened) => isCut && opened.terminate());
  }

  #tunnel(request: IncomingMessage, socket: Duplex): void {
    const { hostname, port } = this.#next();
    const upstream = connect(Number(port), hostname);
    const headers = Object.entries({ ...plain(request.headers), origin: this.#origin });
    const lines = [`GET ${request.url} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''];
    upstream.on('error', () => socket.destroy()).once('close', () => socket.destroy());
    socket.once('close', () => upstream.destroy());
    upstream.write(lines.join('\r\n'));
    upstream.pipe(socket).pipe(upstream);
  }
}

function plain(headers: IncomingMessage['headers']): Record<string, string> {
  const { 'transfer-encoding': _chunked, ...rest } = headers;
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
