/**
 * A load balancer for one machine: it carries bytes to a server that says that it is ready, and asks them all the time.
 * A connection that was carried to a server stays there until either side ends it. Knows ports and `/ready`.
 */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Between two questions to each server. */
const LOOK_MS = 50;

export interface Balancer {
  readonly port: number;
  /** Servers to choose from, by their ports; the first of them that is ready gets the next connection. */
  order(ports: readonly number[]): void;
  /** Whether this server gets connections. */
  isReady(port: number): boolean;
  close(): Promise<void>;
}

/** Undefined: it is too busy to say, which on a busy machine says nothing. */
async function asksReady(port: number): Promise<boolean | undefined> {
  try {
    const response = await fetch(`http://localhost:${port}/ready`, { signal: AbortSignal.timeout(2_000) });
    if (response.ok) return true;
    return (await response.text()).includes('draining') ? false : undefined;
  } catch (error) {
    return error instanceof DOMException && error.name === 'TimeoutError' ? undefined : false;
  }
}

/** Starts one without servers, on a free port of `localhost`. */
export async function startBalancer(): Promise<Balancer> {
  const sockets = new Set<Socket>();
  const ready = new Set<number>();
  let ports: readonly number[] = [];
  let isClosed = false;
  const watch = async (port: number): Promise<void> => {
    while (!isClosed && ports.includes(port)) {
      const isReady = await asksReady(port);
      if (isReady === true) ready.add(port);
      if (isReady === false) ready.delete(port);
      await pause(LOOK_MS);
    }
  };
  const carry = (near: Socket): void => {
    const port = ports.find((each) => ready.has(each));
    if (port === undefined) return void near.destroy();
    const far = connect(port, 'localhost');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  };
  const server = createServer(carry).listen(0, 'localhost');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    order(wanted) {
      const fresh = wanted.filter((port) => !ports.includes(port));
      ports = wanted;
      for (const port of fresh) void watch(port);
    },
    isReady: (port) => ready.has(port),
    async close() {
      isClosed = true;
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
