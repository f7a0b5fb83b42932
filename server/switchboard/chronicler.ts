/**
 * Reads the log of all conversations on and takes down what outlives it in tables: how people waited, what they were
 * promised, and who knows a visitor. The node on duty
 * does so, from the place where anybody stopped; lines and place are written in one step. To take down something else,
 * add its events and lines to `CHAPTERS`. It knows no table; what a line says is the domain's business.
 */
import type { EventType } from '../../protocol/events.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { ADVISOR_EVENTS, advisorLines } from '../domain/advisors.ts';
import type { StoredEvent } from '../domain/decision.ts';
import { PROMISE_EVENTS, promiseLines } from '../domain/promise-lines.ts';
import type { ConversationState } from '../domain/state.ts';
import { WAIT_EVENTS, waitLines } from '../domain/waits.ts';
import type { ChronicleLine } from '../store/chronicle.ts';
import type { Store } from '../store/store.ts';

/** Something that is read out of the log. */
interface Chapter {
  readonly events: ReadonlySet<EventType>;
  /** The state is that of the event's conversation, at least as new. */
  lines(event: StoredEvent, state: ConversationState): readonly ChronicleLine[];
}

const CHAPTERS: readonly Chapter[] = [
  { events: WAIT_EVENTS, lines: waitLines },
  { events: PROMISE_EVENTS, lines: promiseLines },
  { events: ADVISOR_EVENTS, lines: advisorLines },
];

/** So many conversations are remembered as settled; of others it is said once more, which changes nothing. */
const MOST_SETTLED = 5_000;

/**
 * Without lines that would change nothing: every answer settles what is open, and most answers find it settled. `settled`
 * holds what was said last, and is brought up to date.
 */
function news(lines: readonly ChronicleLine[], settled: Set<string>): ChronicleLine[] {
  return lines.filter((line) => {
    switch (line.line) {
      case 'wait.began':
        settled.delete(`wait ${line.wait.conversation}`);
        return true;
      case 'promise.made':
        settled.delete(`promise ${line.promise.conversation}`);
        return true;
      case 'wait.answered':
        return isAdded(settled, `wait ${line.conversation}`);
      case 'promise.settled':
        return isAdded(settled, `promise ${line.conversation}`);
      default:
        return true;
    }
  });
}

function isAdded(set: Set<string>, key: string): boolean {
  return set.size !== set.add(key).size;
}

/** Events in one turn: few enough that routing does not wait for a long log. */
const EVENTS_PER_TURN = 500;

export class Chronicler {
  readonly #store: Store;
  /** As far as this node knows. */
  #place: string | undefined;
  #settled: ReadonlySet<string> = new Set();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Reads on; whether there is more. */
  async turn(): Promise<boolean> {
    const { chronicle } = this.#store;
    const from = (this.#place ??= await chronicle.place());
    const page = await this.#store.log(from, EVENTS_PER_TURN);
    const upTo = page.at(-1)?.cursor;
    if (upTo === undefined) return false;
    const settled = new Set(this.#settled.size < MOST_SETTLED ? this.#settled : []);
    const lines = news(await this.#lines(page.map(({ event }) => event)), settled);
    const isWritten = await chronicle.write({ from, upTo, lines });
    // Somebody else may have been on duty meanwhile.
    this.#place = isWritten ? upTo : undefined;
    this.#settled = isWritten ? settled : new Set();
    return page.length === EVENTS_PER_TURN || this.#place === undefined;
  }

  async #lines(events: readonly StoredEvent[]): Promise<ChronicleLine[]> {
    const states = new Map<ConversationId, ConversationState | undefined>();
    const lines: ChronicleLine[] = [];
    for (const event of events) {
      const chapters = CHAPTERS.filter((chapter) => chapter.events.has(event.content.type));
      if (chapters.length === 0) continue;
      const { conversation } = event;
      if (!states.has(conversation)) {
        states.set(conversation, (await this.#store.conversation(conversation))?.state);
      }
      const state = states.get(conversation);
      if (state !== undefined) lines.push(...chapters.flatMap((chapter) => chapter.lines(event, state)));
    }
    return lines;
  }
}
