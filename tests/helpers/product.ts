/**
 * The product as a newcomer runs it: `scripts/start.ts` in a process of its own, with its demo shop, on free ports and in
 * a fresh folder. It can be killed without warning and started again on the same ports and data. Knows what the terminal
 * is told; knows nothing of the pages.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from './services.ts';
import { ROOT } from './source-files.ts';

/** It may have to build its bundles first, beside other tests. */
const START_PATIENCE_MS = 60_000;

/** A started product. */
export interface Product {
  readonly shopUrl: string;
  readonly consoleUrl: string;
  /** Where its database is. */
  readonly data: string;
  /** Printed by the first start. */
  readonly ownerLink: string;
  /** Like a power button: no chance to say goodbye. */
  killHard(): Promise<void>;
  /** Starts it again on the same ports and data. */
  startAgain(): Promise<void>;
  /** Ends it politely; resolves to the exit code. */
  stop(): Promise<number | null>;
  /** Ends it and removes its data. */
  close(): Promise<void>;
}

/** Environment of the product in tests; nothing of the caller's own settings leaks in. */
async function freshEnvironment(more: Record<string, string>): Promise<NodeJS.ProcessEnv> {
  const [port, demoPort] = [await freePort(), await freePort()];
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('SHOPBELL_'));
  return {
    ...Object.fromEntries(inherited),
    SHOPBELL_PORT: String(port),
    SHOPBELL_DEMO_PORT: String(demoPort),
    SHOPBELL_DATA: mkdtempSync(join(tmpdir(), 'shopbell-product-')),
    SHOPBELL_LOG: 'error',
    ...more,
  };
}

interface Run {
  readonly child: ChildProcess;
  readonly said: () => string;
}

function run(environment: NodeJS.ProcessEnv): Run {
  const child = spawn(process.execPath, [join(ROOT, 'scripts/start.ts')], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return { child, said: () => said };
}

/** Waits for the announcement, or tells what the product said instead. */
async function opened({ child, said }: Run): Promise<string> {
  await until(
    () => {
      if (child.exitCode !== null) throw new Error(`the product ended with ${child.exitCode}: ${said()}`);
      return said().includes('Ctrl+C');
    },
    { what: 'the product announces itself', patienceMs: START_PATIENCE_MS },
  );
  return said();
}

async function end({ child }: Run, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
  return child.exitCode;
}

const found = (text: string, pattern: RegExp): string => {
  const match = pattern.exec(text)?.[1];
  if (match === undefined) throw new Error(`the announcement lacks ${pattern}: ${text}`);
  return match;
};

/** Starts the product; the browser bundles must be built. */
export async function startProduct(settings: Record<string, string> = {}): Promise<Product> {
  const environment = await freshEnvironment(settings);
  let current = run(environment);
  const killWithUs = (): void => void current.child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const announced = await opened(current);
  return {
    data: environment['SHOPBELL_DATA']!,
    shopUrl: found(announced, /Demo shop\s+(\S+)/),
    consoleUrl: found(announced, /Console\s+(\S+)/),
    ownerLink: found(announced, /Owner link\s+(\S+)/),
    killHard: async () => void (await end(current, 'SIGKILL')),
    async startAgain() {
      current = run(environment);
      await opened(current);
    },
    stop: () => end(current, 'SIGTERM'),
    async close() {
      process.off('exit', killWithUs);
      await end(current, 'SIGKILL');
      rmSync(environment['SHOPBELL_DATA']!, { recursive: true, force: true });
    },
  };
}

/** Runs the product to its end, for starts that must fail; resolves to exit code and everything it said. */
export async function runProduct(settings: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const environment = await freshEnvironment(settings);
  const current = run(environment);
  await Promise.race([once(current.child, 'exit'), opened(current).catch(() => undefined)]);
  const code = await end(current, 'SIGKILL');
  rmSync(environment['SHOPBELL_DATA']!, { recursive: true, force: true });
  return { code, said: current.said() };
}
