/**
 * Reads until they are answered. Unlike commands they change nothing, so a connection that is lost takes them with it;
 * one that is asked while there is no connection waits for the next. Knows nothing of what is read.
 */
import type { Read, Reply } from '../protocol/frames.ts';
import type { CommandId } from '../protocol/ids.ts';
import type { Alarm, Clock } from './clock.ts';
import { freshUuid } from './ids.ts';

type Unnamed<Frame> = Frame extends unknown ? Omit<Frame, 'kind' | 'id'> : never;

/** What may be asked. */
export type Question = Unnamed<Read>;

/** An answer that is not there after this time will not come, although the connection lives. */
const ANSWER_MS = 10_000;

interface Asked {
  readonly frame: Read;
  readonly answer: (reply: Reply | undefined) => void;
  /** Set once it is on the wire. */
  patience?: Alarm;
}

/** All open questions of one browser. */
export class Questions {
  readonly #clock: Clock;
  readonly #post: (frame: Read) => boolean;
  readonly #asked = new Map<string, Asked>();

  /** `post` puts a frame on the wire, or returns false if there is none. */
  constructor(clock: Clock, post: (frame: Read) => boolean) {
    this.#clock = clock;
    this.#post = post;
  }

  /** Asks as soon as there is a connection; undefined: the answer was lost, most likely with the connection. */
  ask(question: Question): Promise<Reply | undefined> {
    const frame: Read = { kind: 'read', id: freshUuid() as CommandId, ...question };
    return new Promise((answer) => {
      const asked: Asked = { frame, answer };
      this.#asked.set(frame.id, asked);
      this.#try(asked);
    });
  }

  /** Takes a reply if it answers a question. */
  settle(reply: Reply): boolean {
    return this.#end(reply.id, reply);
  }

  /** The server listens. */
  goOnline(): void {
    for (const asked of this.#asked.values()) if (!asked.patience) this.#try(asked);
  }

  /** The connection is lost, and its answers with it. */
  goOffline(): void {
    for (const [id, { patience }] of this.#asked) if (patience) this.#end(id, undefined);
  }

  #try(asked: Asked): void {
    const { id } = asked.frame;
    if (this.#post(asked.frame)) asked.patience = this.#clock.after(ANSWER_MS, () => this.#end(id, undefined));
  }

  #end(id: string, reply: Reply | undefined): boolean {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    asked?.patience?.cancel();
    asked?.answer(reply);
    return asked !== undefined;
  }
}
