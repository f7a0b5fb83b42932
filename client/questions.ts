/**
 * Reads until they are answered. Unlike commands they change nothing, so a connection that is lost takes them with it;
 * one that is asked while there is no connection waits for the next. Knows nothing of what is read.
 */
import type { Read, Reply } from '../protocol/frames.ts';
import type { CommandId } from '../protocol/ids.ts';
import { freshUuid } from './ids.ts';

type Unnamed<Frame> = Frame extends unknown ? Omit<Frame, 'kind' | 'id'> : never;

/** What may be asked. */
export type Question = Unnamed<Read>;

interface Asked {
  readonly frame: Read;
  readonly answer: (reply: Reply | undefined) => void;
  posted: boolean;
}

/** All open questions of one browser. */
export class Questions {
  readonly #post: (frame: Read) => boolean;
  readonly #asked = new Map<string, Asked>();

  /** `post` puts a frame on the wire, or returns false if there is none. */
  constructor(post: (frame: Read) => boolean) {
    this.#post = post;
  }

  /** Asks as soon as there is a connection; undefined: the connection was lost before the answer. */
  ask(question: Question): Promise<Reply | undefined> {
    const frame: Read = { kind: 'read', id: freshUuid() as CommandId, ...question };
    return new Promise((answer) => {
      this.#asked.set(frame.id, { frame, answer, posted: this.#post(frame) });
    });
  }

  /** Takes a reply if it answers a question. */
  settle(reply: Reply): boolean {
    const asked = this.#asked.get(reply.id);
    this.#asked.delete(reply.id);
    asked?.answer(reply);
    return asked !== undefined;
  }

  /** The server listens. */
  goOnline(): void {
    for (const asked of this.#asked.values()) asked.posted ||= this.#post(asked.frame);
  }

  /** The connection is lost, and its answers with it. */
  goOffline(): void {
    for (const [id, asked] of this.#asked) {
      if (!asked.posted) continue;
      this.#asked.delete(id);
      asked.answer(undefined);
    }
  }
}
