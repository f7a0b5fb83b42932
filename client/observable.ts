/**
 * A value that can be watched: the only state tool of the browser rooms. It knows when a value changed and who wants to
 * hear of it; it knows nothing of what the value means, and it never runs a listener twice for one change.
 */

/** A value that others may read and watch. Listeners hear of changes only, never of the value they subscribed to. */
export interface Observable<T> {
  readonly value: T;
  /** Calls `listener` on every change until the returned function is called. */
  subscribe(listener: (value: T) => void): () => void;
}

/** The writable end of an observable. */
export class Cell<T> implements Observable<T> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  /** Replaces the value; the same value again is no change. */
  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    // A copy, because a listener may unsubscribe itself or others while it is called.
    for (const listener of [...this.#listeners]) {
      if (this.#listeners.has(listener)) listener(value);
    }
  }

  /** Replaces the value by what `change` makes of it. */
  update(change: (value: T) => T): void {
    this.set(change(this.#value));
  }

  subscribe(listener: (value: T) => void): () => void {
    // A fresh function each time, so that one function subscribed twice is unsubscribed once.
    const own = (value: T): void => listener(value);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }
}

/** A view of another observable; it holds nothing while nobody watches it. */
export function derive<A, T>(source: Observable<A>, project: (a: A) => T): Observable<T> {
  let last: { from: A; value: T } | undefined;
  const read = (from: A): T => {
    if (last === undefined || !Object.is(last.from, from)) last = { from, value: project(from) };
    return last.value;
  };
  return {
    get value() {
      return read(source.value);
    },
    subscribe(listener) {
      let known = read(source.value);
      return source.subscribe((from) => {
        const value = read(from);
        if (Object.is(value, known)) return;
        known = value;
        listener(value);
      });
    },
  };
}
