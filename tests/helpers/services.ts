/**
 * Real programs beside the server under test, on free ports of this machine, and the waiting that they need. Knows how
 * each is started, when it is ready and how it is stopped; knows nothing of Shopbell.
 */
import { spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Between two looks at a condition: short next to anything that a test waits for, long enough not to disturb it. */
const LOOK_MS = 20;
/** Only for hangs: no test may depend on how fast a machine is. */
const PATIENCE_MS = 15_000;

/** A port of 127.0.0.1 on which nothing listened a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/**
 * Waits until the condition gives something other than undefined, null or false, and resolves to that. Rejects, naming
 * what was awaited, when patience ends; an error of the condition is passed on at once.
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  { what = condition.toString(), patienceMs = PATIENCE_MS } = {},
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== null && value !== false) return value as Exclude<T, undefined | null | false>;
    if (performance.now() > deadline) throw new Error(`Waited ${patienceMs} ms in vain: ${what}`);
    await pause(LOOK_MS);
  }
}

/** A running relay for calls. */
export interface Coturn {
  readonly port: number;
  /** For SHOPBELL_TURN_URLS: over UDP, then over TCP. */
  readonly urls: readonly string[];
  /** For SHOPBELL_TURN_SECRET. */
  readonly secret: string;
  /** What it has logged so far. */
  log(): string;
  /** Ends it at once: the relay is gone for calls that use it. */
  stop(): Promise<void>;
}

/** How coturn is told to be a relay for tests: on loopback, which in production would open the host's own services. */
function coturnArguments(port: number, secret: string, folder: string): string[] {
  return [
    '-n',
    '--listening-ip=127.0.0.1',
    `--listening-port=${port}`,
    '--relay-ip=127.0.0.1',
    '--use-auth-secret',
    `--static-auth-secret=${secret}`,
    '--realm=shopbell.test',
    '--fingerprint',
    '--allow-loopback-peers',
    // Without this it refuses to relay to loopback peers.
    '--no-cli',
    '--no-multicast-peers',
    '--no-rfc5780',
    '--no-tls',
    '--no-dtls',
    '--log-file=stdout',
    `--pidfile=${join(folder, 'turnserver.pid')}`,
    `--userdb=${join(folder, 'turndb')}`,
  ];
}

/** Whether something listens on this port of 127.0.0.1. */
export async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** A program that runs beside the test, and dies with it. */
export interface Program {
  /** What it has said so far. */
  log(): string;
  /** Whether it has not ended; throws what it said if it could not even be started. */
  isRunning(): boolean;
  /** Only sends it. */
  signal(signal: NodeJS.Signals): void;
  /** Sends the signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

interface ProgramOptions extends Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'> {
  /** What ends it together with everything it has started, when the test's process ends before. */
  readonly lastSignal?: NodeJS.Signals;
}

/** Starts a program; its output is kept. */
export function runProgram(command: string, given: readonly string[], options: ProgramOptions = {}): Program {
  const { lastSignal = 'SIGKILL', ...spawning } = options;
  const child = spawn(command, given, { stdio: ['ignore', 'pipe', 'pipe'], ...spawning });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  child.on('error', (error) => (log += error.message));
  const killWithUs = (): void => void child.kill(lastSignal);
  process.once('exit', killWithUs);
  const isRunning = (): boolean => {
    if (child.pid === undefined) throw new Error(`${command} could not be started: ${log}`);
    return child.exitCode === null && child.signalCode === null;
  };
  return {
    log: () => log,
    isRunning,
    signal: (signal) => void child.kill(signal),
    async end(signal = lastSignal) {
      process.off('exit', killWithUs);
      if (child.pid === undefined || !isRunning()) return;
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    },
  };
}

/** Waits until the program can be used; one that ends before is an error with its last words. */
export async function ready(program: Program, what: string, isReady: () => Promise<boolean>): Promise<void> {
  const look = (): Promise<boolean> => {
    if (!program.isRunning()) throw new Error(`${what} ended at once: ${program.log()}`);
    return isReady();
  };
  await until(look, { what: `${what} takes connections` });
}

/** Starts coturn with short-lived credentials (TURN REST API) made from the secret; resolves when it takes connections. */
export async function startCoturn({ secret }: { secret: string }): Promise<Coturn> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-turn-'));
  const program = runProgram('turnserver', coturnArguments(port, secret, folder));
  const stop = async (): Promise<void> => {
    await program.end();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await ready(program, 'coturn', () => accepts(port));
  } catch (error) {
    await stop();
    throw error;
  }
  const urls = ['udp', 'tcp'].map((transport) => `turn:127.0.0.1:${port}?transport=${transport}`);
  return { port, urls, secret, log: () => program.log(), stop };
}
