/**
 * Which of several tabs calls for a person, so that one message sounds once: whoever takes its name first, and a tab that
 * is looked at takes it at once. It stands on the browser's locks, which a tab that closes or crashes gives back; where
 * there are none (plain http), every tab calls by itself. It knows nothing of sounds.
 */

/** What turns need. */
export interface TurnPorts {
  readonly locks: Pick<LockManager, 'request'> | undefined;
  /** How much this tab stands back behind others, in milliseconds: 0 while somebody looks at it. */
  standBackMs(): number;
}

/** A tab that slept for less than this finds the names of what others have called for meanwhile taken. */
const TAKEN_MS = 10 * 60_000;

/** Long enough for a tab that is looked at to be first, too short to be noticed. */
export const STAND_BACK_MS = 300;

/** The browser's locks; pages on plain http have none. */
export function locksOf({ locks }: { readonly locks?: LockManager }): LockManager | undefined {
  return locks;
}

/** The turns of one tab. */
export class Turns {
  readonly #ports: TurnPorts;
  readonly #gives = new Set<() => void>();

  constructor(ports: TurnPorts) {
    this.#ports = ports;
  }

  /** Whether it is this tab's turn to call for what has this name; it is nobody else's afterwards. */
  async take(name: string): Promise<boolean> {
    const { locks, standBackMs } = this.#ports;
    if (locks === undefined) return true;
    await new Promise((later) => setTimeout(later, standBackMs()));
    return new Promise((answer) => {
      const taken = (lock: Lock | null): Promise<void> | undefined => {
        answer(lock !== null);
        return lock === null ? undefined : this.#keep(AbortSignal.timeout(TAKEN_MS));
      };
      locks.request(lockOf(name), { ifAvailable: true }, taken).catch(() => answer(true));
    });
  }

  /** Does this in one tab at a time, in the next one when that is gone, until the returned function is called. */
  hold(name: string, act: () => () => void): () => void {
    const { locks } = this.#ports;
    if (locks === undefined) return act();
    const wait = new AbortController();
    const held = (): Promise<void> => {
      const end = act();
      return this.#keep(wait.signal).finally(end);
    };
    locks.request(lockOf(name), { signal: wait.signal }, held).catch(() => undefined);
    return () => wait.abort();
  }

  /** Gives everything back: the page goes, perhaps into the browser's memory. */
  close(): void {
    for (const give of this.#gives) give();
  }

  #keep(until: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const give = (): void => {
        this.#gives.delete(give);
        resolve();
      };
      this.#gives.add(give);
      until.addEventListener('abort', give);
    });
  }
}

/** The page's own scripts have locks too. */
function lockOf(name: string): string {
  return `shopbell ${name}`;
}
