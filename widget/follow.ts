/**
 * Draws an element again when something that it shows has changed. It knows when an element is on the page, and nothing of
 * what it shows.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Observable } from '../client/observable.ts';

/** Follows what `sources` names, as long as the host is connected; asked again when the host is drawn anew. */
export class Follow implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #sources: () => readonly Observable<unknown>[];
  #ends: readonly (() => void)[] = [];

  constructor(host: ReactiveControllerHost, sources: () => readonly Observable<unknown>[]) {
    this.#host = host;
    this.#sources = sources;
    host.addController(this);
  }

  hostUpdate(): void {
    this.hostDisconnected();
    this.#ends = this.#sources().map((source) => source.subscribe(() => this.#host.requestUpdate()));
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    for (const end of this.#ends) end();
  }
}
