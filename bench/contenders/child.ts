/**
 * The server's side of a contender: tells the benchmark its port, answers what it is asked, and can be profiled. It
 * knows the line between the two processes and nothing of the server that uses it.
 */
import { Session } from 'node:inspector/promises';
import type { Message, Question, Setup } from './line.ts';

/** Often enough that a function of a few microseconds is seen within seconds. */
const SAMPLE_MICROS = 200;

/** Answers to questions by name; each gets the question's argument. */
export type Answers = Readonly<Record<string, (argument: number) => unknown>>;

/** The set-up that this process was started with. */
export function setup(): Setup {
  return JSON.parse(process.argv[2]!) as Setup;
}

/** Says that the server listens at this port, and answers questions until the benchmark ends this process. */
export function serve(port: number, answers: Answers = {}): void {
  const all: Answers = { ...answers, ...ownAnswers() };
  process.on('message', ({ id, name, argument }: Question) => {
    void Promise.resolve(all[name]?.(argument)).then((answer) => process.send!({ id, answer } satisfies Message));
  });
  process.on('disconnect', () => process.exit());
  process.send!({ port } satisfies Message);
}

function ownAnswers(): Answers {
  const session = new Session();
  return {
    /** The heap after everything that nobody needs has gone. */
    collect() {
      // Twice: what a finalizer lets go in the first run is free after the second.
      global.gc!();
      global.gc!();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    },
    async startProfile() {
      session.connect();
      await session.post('Profiler.enable');
      await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROS });
      await session.post('Profiler.start');
    },
    async stopProfile() {
      const { profile } = await session.post('Profiler.stop');
      return profile;
    },
  };
}
