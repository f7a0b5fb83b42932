/**
 * Real PostgreSQL and Redis servers for one test file, on free ports, with their data in temporary folders. They can be
 * stopped, hung and started again. Knows how they are run; knows nothing of Shopbell.
 */
import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createClient } from 'redis';
import { accepts, freePort, ready, runProgram, until } from './services.ts';
import type { Program } from './services.ts';

/** A server that can be stopped and started again with its data. */
interface Restartable {
  readonly port: number;
  /** Ends it at once, as a crash would. */
  crash(): Promise<void>;
  /** Starts it again, on the same port. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

export interface Postgres extends Restartable {
  /** Makes an empty database; its address. */
  newDatabase(): Promise<string>;
}

/** The newest of the installed versions. */
function postgresPrograms(): string {
  const root = '/usr/lib/postgresql';
  const [newest] = readdirSync(root).toSorted((one, other) => Number(other) - Number(one));
  if (newest === undefined) throw new Error(`there is no PostgreSQL in ${root}`);
  return join(root, newest, 'bin');
}

/** Runs one of PostgreSQL's own tools, such as `pg_dump`. */
export function postgresTool(name: string, given: readonly string[]): void {
  execFileSync(join(postgresPrograms(), name), given, { stdio: 'pipe' });
}

/** PostgreSQL refuses to run as root; Debian's package makes a user for it. */
function postgresUser(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, 'postgres']));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** Starts an empty PostgreSQL. Without `fsync` it is fast and forgets everything in a power cut. */
export async function startPostgres({ fsync = false } = {}): Promise<Postgres> {
  const programs = postgresPrograms();
  const user = postgresUser();
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-postgres-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const making = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  execFileSync(join(programs, 'initdb'), making, { stdio: 'ignore', cwd: folder, ...user });
  const port = await freePort();
  const settings = [
    ...[`unix_socket_directories=${folder}`, 'listen_addresses=127.0.0.1'],
    // After a crash it would sync each file of each database by itself, which takes a busy disk half a minute.
    ...(fsync ? ['recovery_init_sync_method=syncfs'] : ['fsync=off', 'full_page_writes=off']),
  ].flatMap((setting) => ['-c', setting]);
  const addressOf = (database: string): string => `postgres://postgres@127.0.0.1:${port}/${database}`;
  // SIGQUIT: no checkpoint, no goodbye, but all of its processes end.
  const options = { cwd: folder, lastSignal: 'SIGQUIT', ...user } as const;
  let program: Program;
  const start = async (): Promise<void> => {
    program = runProgram(join(programs, 'postgres'), ['-D', data, '-p', String(port), ...settings], options);
    await ready(program, 'PostgreSQL', async () => (await accepts(port)) && answers(addressOf('postgres')));
  };
  await start();
  let databases = 0;
  return {
    port,
    start,
    crash: () => program.end(),
    async remove() {
      await program.end();
      rmSync(folder, { recursive: true, force: true });
    },
    async newDatabase() {
      const name = `test_${(databases += 1)}`;
      await tell(addressOf('postgres'), `create database ${name}`);
      return addressOf(name);
    },
  };
}

/** A connection of its own. */
export async function connectTo(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Runs a statement on a connection of its own. */
export async function tell(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = await connectTo(url);
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await tell(url, 'select 1');
    return true;
  } catch {
    return false;
  }
}

export interface Redis extends Restartable {
  readonly url: string;
  /** Stops its process: connections stay open, and nobody answers. */
  hang(): void;
  /** Lets it go on. */
  wake(): void;
  /** Its answer to a command, from anybody who has access to it. */
  ask(...command: readonly string[]): Promise<unknown>;
}

/** Starts an empty Redis that keeps nothing; `more` are arguments of redis-server. */
export async function startRedis(more: readonly string[] = []): Promise<Redis> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-redis-'));
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  let program: Program;
  const start = async (): Promise<void> => {
    program = runProgram('redis-server', [...settings, ...more], { cwd: folder });
    await ready(program, 'Redis', () => accepts(port));
  };
  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    start,
    crash: () => program.end(),
    hang: () => program.signal('SIGSTOP'),
    wake: () => program.signal('SIGCONT'),
    ask: (...command) => ask(port, command),
    async remove() {
      await program.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The answer of a Redis server to one command. */
async function ask(port: number, command: readonly string[]): Promise<unknown> {
  const client = createClient({ socket: { host: '127.0.0.1', port } });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await client.sendCommand([...command]);
  } finally {
    client.destroy();
  }
}

/** Slots of a Redis cluster. */
const SLOTS = 16_384;

/** Starts a cluster of three servers without replicas. */
export async function startRedisCluster(): Promise<{ readonly url: string; remove(): Promise<void> }> {
  const servers = await Promise.all([0, 1, 2].map(() => startRedis(['--cluster-enabled', 'yes'])));
  const ports = servers.map(({ port }) => port);
  for (const [index, port] of ports.entries()) {
    const [from, to] = [index, index + 1].map((share) => Math.floor((share * SLOTS) / ports.length));
    await ask(port, ['cluster', 'addslotsrange', String(from), String((to ?? SLOTS) - 1)]);
    await ask(port, ['cluster', 'meet', '127.0.0.1', String(ports[0])]);
  }
  const isWhole = async (): Promise<boolean> => {
    const told = await Promise.all(ports.map((port) => ask(port, ['cluster', 'info'])));
    return told.every((info) => String(info).includes('cluster_state:ok'));
  };
  await until(isWhole, { what: 'the cluster is whole' });
  return {
    url: `redis://${ports.map((port) => `127.0.0.1:${port}`).join(',')}`,
    async remove() {
      await Promise.all(servers.map((server) => server.remove()));
    },
  };
}
