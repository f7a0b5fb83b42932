/**
 * The bridge from the headless client to the screen: it re-renders an element when an observable changes. It knows when
 * an element is on the page, and nothing of what the value means.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Observable } from '../observable.ts';

/**
 * Follows the observable that `source` names, as long as its host is connected. `source` is asked again before each
 * update, so it may read a property that is set later or changes.
 */
export class ObserveController<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #source: () => Observable<T> | undefined;
  #followed: Observable<T> | undefined;
  #unfollow: (() => void) | undefined;

  constructor(host: ReactiveControllerHost, source: () => Observable<T> | undefined) {
    this.#host = host;
    this.#source = source;
    host.addController(this);
  }

  /** The value now; undefined while there is nothing to follow. */
  get value(): T | undefined {
    return this.#source()?.value;
  }

  hostConnected(): void {
    this.#follow();
    // What changed while the host was away was not heard.
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    this.#follow();
  }

  hostDisconnected(): void {
    this.#unfollow?.();
    this.#unfollow = undefined;
    this.#followed = undefined;
  }

  #follow(): void {
    const source = this.#source();
    if (source === this.#followed) return;
    this.#unfollow?.();
    this.#followed = source;
    this.#unfollow = source?.subscribe(() => this.#host.requestUpdate());
  }
}
