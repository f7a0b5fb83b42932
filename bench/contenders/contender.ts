/**
 * The benchmark's side of a contender: starts a server in its own process on its own core, and reads from Linux what it
 * costs. It knows processes, not what the server does.
 */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import { serverCore } from './cores.ts';
import { diskFolder } from './disk.ts';
import type { Message, Question, Setup } from './line.ts';

/** Who can be started. */
export const PROGRAMS = {
  'raw ws': new URL('./raw-ws.ts', import.meta.url),
  'socket.io': new URL('./socket-io.ts', import.meta.url),
  'raw ws + SQLite': new URL('./raw-ws-sqlite.ts', import.meta.url),
  Shopbell: new URL('./shopbell.ts', import.meta.url),
  /** A part of Shopbell without doors. */
  switchboard: new URL('./switchboard.ts', import.meta.url),
} as const;

/** Whom browsers can talk to. */
export type ContenderName = Exclude<keyof typeof PROGRAMS, 'switchboard'>;
/** Those that differ where nothing is written: to store messages costs an idle connection nothing. */
export const CONTENDERS: readonly ContenderName[] = ['raw ws', 'socket.io', 'Shopbell'];

/** Linux counts CPU time in ticks of this length. */
const TICK_MS = 1_000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** A server that listens. */
export class Contender {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #waiting = new Map<number, (answer: unknown) => void>();
  #questions = 0;

  private constructor(child: ChildProcess, { port, folder }: { readonly port: number; readonly folder: string }) {
    this.port = port;
    this.#child = child;
    this.#folder = folder;
    child.on('message', (message: Message) => {
      if (!('id' in message)) return;
      this.#waiting.get(message.id)?.(message.answer);
      this.#waiting.delete(message.id);
    });
  }

  /** Starts the program on the servers' core; rejects if it ends before it listens. */
  static start(
    name: keyof typeof PROGRAMS,
    wanted: Omit<Setup, 'folder'>,
    nodeFlags: readonly string[] = [],
  ): Promise<Contender> {
    const folder = diskFolder();
    const setup: Setup = { ...wanted, folder };
    const program = [
      process.execPath,
      '--expose-gc',
      ...nodeFlags,
      fileURLToPath(PROGRAMS[name]),
      JSON.stringify(setup),
    ];
    const child = spawn('taskset', ['-c', String(serverCore()), ...program], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it listened`)));
      child.once('message', (message: Message) => {
        if ('port' in message) resolve(new Contender(child, { port: message.port, folder }));
      });
    });
  }

  /** CPU time of all its threads since it started, in milliseconds: its own, and what the kernel did for it. */
  cpu(): { readonly ownMs: number; readonly kernelMs: number } {
    const stat = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may contain anything; `utime` is the 14th, `stime` the 15th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { ownMs: Number(fields[11]) * TICK_MS, kernelMs: Number(fields[12]) * TICK_MS };
  }

  /** Resident memory, in bytes. */
  residentBytes(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) * 1024;
  }

  /** A single-use ticket for the console of this agent (Shopbell only). */
  ticket(agent: number): Promise<string> {
    return this.#ask('ticket', agent) as Promise<string>;
  }

  /** Says so many messages; resolves when all are written (the switchboard only). */
  async say(count: number): Promise<void> {
    await this.#ask('say', count);
  }

  /** Collects garbage; resolves to the bytes on and beside the heap that are in use. */
  collect(): Promise<number> {
    return this.#ask('collect') as Promise<number>;
  }

  async startProfile(): Promise<void> {
    await this.#ask('startProfile');
  }

  /** What the CPU was seen doing since `startProfile`. */
  stopProfile(): Promise<Profiler.Profile> {
    return this.#ask('stopProfile') as Promise<Profiler.Profile>;
  }

  /** Ends it at once: nobody needs its data any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await gone;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #ask(name: string, argument = 0): Promise<unknown> {
    this.#questions += 1;
    const question: Question = { id: this.#questions, name, argument };
    return new Promise((resolve) => {
      this.#waiting.set(question.id, resolve);
      this.#child.send(question);
    });
  }
}
