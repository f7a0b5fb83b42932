/**
 * A machine under a server: one that can be switched off while the server writes, and whose disk can fail. What a power
 * cut leaves is decided by disk.c, which the system's C compiler translates. Knows processes and files; knows nothing of
 * what is said to the server.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SiteRecord } from '../../../server/store/people.ts';
import { freePort, ready, runProgram, until } from '../services.ts';
import type { Program } from '../services.ts';
import { ROOT } from '../source-files.ts';

const SERVER = fileURLToPath(new URL('server.ts', import.meta.url));
const DISK = fileURLToPath(new URL('disk.c', import.meta.url));

/** What kind of machine. */
export interface MachineOptions {
  /** `watched`: its power can be cut, and it can fail. `plain`: as it is. */
  readonly disk: 'watched' | 'plain';
  /** A mistake of its server, see server.ts. */
  readonly mistake?: 'careless' | 'trusting';
}

/** A machine with one server. */
export interface Machine {
  /** The server's data, as it sees it. */
  readonly folder: string;
  /** Starts the server, always on the same port; where it is. */
  start(): Promise<{ readonly url: string; readonly site: SiteRecord }>;
  /** Ends the server without a word. */
  kill(): Promise<void>;
  /** Ends the server without a word, and takes everything from its folder that was not synced. */
  cutPower(): Promise<void>;
  /** Runs one of the project's scripts with the server's settings, to its end; resolves to what it has said. */
  script(name: string, ...given: readonly string[]): Promise<string>;
  /** Ends the server politely. */
  stop(): Promise<void>;
  /** Makes the disk fail, or work again. */
  setFault(fault: 'sync' | 'full' | 'none'): void;
  remove(): Promise<void>;
}

/** A machine that is switched off, with an empty disk. */
export async function aMachine({ disk, mistake }: MachineOptions): Promise<Machine> {
  const place = mkdtempSync(join(tmpdir(), 'shopbell-machine-'));
  const folder = join(place, 'data');
  const image = join(place, 'image');
  const faultFile = join(place, 'fault');
  const library = join(place, 'disk.so');
  for (const made of [folder, join(image, 'tree'), join(image, 'inodes')]) mkdirSync(made, { recursive: true });
  if (disk === 'watched') execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, DISK, '-ldl', '-lpthread']);
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('SHOPBELL_'));
  const settings = {
    ...Object.fromEntries(inherited),
    ...{ SHOPBELL_HOST: '127.0.0.1', SHOPBELL_PORT: String(await freePort()) },
    ...{ SHOPBELL_DATA: folder, SHOPBELL_LOG: 'silent' },
    // Servers are started again and again: their sources need not be translated each time.
    NODE_COMPILE_CACHE: join(tmpdir(), 'shopbell-compiled'),
  };
  const watched = { LD_PRELOAD: library, DISK_ROOT: folder, DISK_IMAGE: image, DISK_FAULT: faultFile };
  const env = disk === 'watched' ? { ...settings, ...watched } : settings;
  let program: Program | undefined;
  return {
    folder,
    async start() {
      const started = runProgram(process.execPath, [SERVER, mistake ?? 'none'], { env });
      program = started;
      await ready(started, 'the server', () => Promise.resolve(/^\{.*\n/.test(started.log())));
      return JSON.parse(started.log()) as { url: string; site: SiteRecord };
    },
    kill: async () => program?.end('SIGKILL'),
    async cutPower() {
      await program?.end('SIGKILL');
      for (const gone of [folder, join(image, 'inodes')]) rmSync(gone, { recursive: true });
      mkdirSync(join(image, 'inodes'));
      cpSync(join(image, 'tree'), folder, { recursive: true });
    },
    async script(name, ...given) {
      const script = runProgram(process.execPath, [join(ROOT, 'scripts', name), ...given], { env: settings });
      await until(() => !script.isRunning(), { what: `${name} ends` });
      return script.log();
    },
    stop: async () => program?.end('SIGTERM'),
    setFault: (fault) => writeFileSync(faultFile, fault),
    async remove() {
      await program?.end('SIGKILL');
      rmSync(place, { recursive: true, force: true });
    },
  };
}
