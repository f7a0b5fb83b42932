/**
 * The connection to the server as the rest of the client sees it.
 */

/** Where the connection stands. */
export type LinkStatus =
  | { readonly state: 'idle' }
  | { readonly state: 'connecting' }
  | { readonly state: 'online' }
  /** Lost; it comes back by itself. */
  | { readonly state: 'waiting'; readonly retryAt: number }
  /** It does not come back by itself (FR7). */
  | {
      readonly state: 'stopped';
      readonly reason: 'unauthenticated' | 'origin' | 'version' | 'blocked' | 'replaced' | 'badFrame';
    };
