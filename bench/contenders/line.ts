/**
 * What travels between the benchmark and a server that it has started. Shapes only.
 */

/** What the benchmark hands to every contender. */
export interface Setup {
  /** How many pairs will come at most. */
  readonly pairs: number;
  /** How many consoles look at the same inbox. */
  readonly desk: number;
  /** An empty folder on a real disk. */
  readonly folder: string;
  /** How much faster than real time limits and heartbeats run. */
  readonly speed: number;
  /** What several servers share (Shopbell only); absent: a file in the folder. */
  readonly shared?: { readonly databaseUrl: string; readonly redisUrl: string };
  /** Another server with the same set-up has already made sites and agents. */
  readonly isSecond?: boolean;
  /** Milliseconds that each flush of a disk takes longer than it does; none if absent. */
  readonly flushMs?: number;
  /** Messages that each conversation of the pairs has before anything is measured (the switchboard only). */
  readonly stored?: number;
  /** Conversations that there are, with those of the pairs (the switchboard only). */
  readonly conversations?: number;
}

/** What a server is asked. */
export interface Question {
  readonly id: number;
  readonly name: string;
  readonly argument: number;
}

/** What a server says: first its port, later answers. */
export type Message = { readonly port: number } | { readonly id: number; readonly answer: unknown };
