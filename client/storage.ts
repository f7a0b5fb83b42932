/**
 * What one tab keeps over a page change: one entry of the session storage, written only after the visitor opened the
 * widget (L1). Blocked storage is no error: then it is kept in memory, and a page change starts anew. It knows the
 * entry's shape, and nothing of who reads it.
 */
import type { CommandInput } from '../protocol/commands.ts';
import type { Refusal } from '../protocol/errors.ts';
import type { Heads } from '../protocol/frames.ts';
import type { CommandId, ConversationId, SessionId } from '../protocol/ids.ts';

/** A command that was not replied to, or that was refused for good and is still shown (G9). */
export interface KeptCommand {
  readonly id: CommandId;
  /** When it was given, in server time. */
  readonly at: number;
  readonly command: CommandInput;
  /** Why it will not be sent again by itself. */
  readonly refusal?: Refusal;
}

/** Everything that one tab keeps. */
export interface Kept {
  token?: string;
  session?: SessionId;
  epoch?: string;
  /** Last number of each conversation that this tab has shown. */
  heads: Heads;
  /** How far the server's clock is ahead of this machine's; none before it was first heard of. */
  aheadMs?: number;
  /** The conversation that is on the screen. */
  conversation?: ConversationId;
  /** Whether the panel is open. */
  open: boolean;
  /** What was written and not sent (N10). */
  draft?: string;
  outbox: readonly KeptCommand[];
}

/** Where a tab keeps it. */
export interface Keep {
  load(): Kept | undefined;
  save(kept: Kept): void;
  clear(): void;
}

/** Keeps nothing beyond this document. */
export function memoryKeep(): Keep {
  let memory: Kept | undefined;
  return {
    load: () => memory,
    save: (kept) => {
      memory = kept;
    },
    clear: () => {
      memory = undefined;
    },
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What an entry of the storage says; anything that this version did not write counts as nothing. */
export function parseKept(text: string | null): Kept | undefined {
  if (text === null) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || !isRecord(value.heads) || !Array.isArray(value.outbox)) return undefined;
  return { ...value, open: value.open === true } as Kept;
}

/** Keeps it in the session storage under this one key, or in memory where the browser blocks storage. */
export function tabKeep(key: string): Keep {
  const memory = memoryKeep();
  return {
    load() {
      try {
        return parseKept(sessionStorage.getItem(key)) ?? memory.load();
      } catch {
        return memory.load();
      }
    },
    save(kept) {
      memory.save(kept);
      try {
        sessionStorage.setItem(key, JSON.stringify(kept));
      } catch {
        // Blocked or full: the copy in memory serves this document.
      }
    },
    clear() {
      memory.clear();
      try {
        sessionStorage.removeItem(key);
      } catch {
        // Nothing was written, so nothing is left behind.
      }
    },
  };
}
