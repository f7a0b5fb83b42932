/**
 * What all tabs of one device keep together, where a person has agreed to it: one entry of the local storage that lasts
 * for a week after it was last used. Its being there is the agreement: nothing is written while it is not. It knows
 * nothing of screens.
 */
import type { CommandId } from '../protocol/ids.ts';
import { parseKept } from './storage.ts';
import type { Keep, Kept } from './storage.ts';

/** How long it lasts without use, and how old a command may become before its writer is asked again (P4). */
const WEEK_MS = 7 * 86_400_000;

type Shared = Kept & { readonly until: number };

function read(key: string): Shared | undefined {
  try {
    return parseKept(localStorage.getItem(key)) as Shared | undefined;
  } catch {
    return undefined;
  }
}

/** Whether the person has agreed. */
export function isRemembered(key: string): boolean {
  return read(key) !== undefined;
}

/** The person agrees; what is kept from now on starts with this. Blocked storage changes nothing. */
export function remember(key: string, kept: Kept): void {
  try {
    localStorage.setItem(key, JSON.stringify({ ...kept, open: false, draft: '', until: Date.now() + WEEK_MS }));
  } catch {
    // Blocked or full: this tab has its own copy.
  }
}

/** The person does not agree any more: nothing is left. */
export function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing could be written, so nothing is left behind.
  }
}

/** What a new document finds: what its own tab kept, and before it what other tabs have left unsent (RS7). */
export function found(key: string, own: Kept | undefined): Kept | undefined {
  const shared = read(key);
  if (shared === undefined) return own;
  // What was never sent outlasts the week, so that its writer learns of it.
  if (shared.until < Date.now() && !shared.outbox.some(({ command }) => command.type === 'message.post')) {
    forget(key);
    return own;
  }
  if (own === undefined) return shared;
  const ids = new Set(own.outbox.map(({ id }) => id));
  return { ...own, outbox: [...shared.outbox.filter(({ id }) => !ids.has(id)), ...own.outbox] };
}

/** Keeps it in the tab, and in what is shared beside what other tabs have there, as long as the person agrees. */
export function shared(key: string, tab: Keep): Keep {
  /** Whatever this tab ever had to send: what of it is not there any more was sent. */
  const mine = new Set<CommandId>();
  return {
    load: () => tab.load(),
    save(kept) {
      tab.save(kept);
      for (const { id } of kept.outbox) mine.add(id);
      const before = read(key);
      if (before === undefined) return;
      const others = before.outbox.filter(({ id }) => !mine.has(id));
      remember(key, { ...before, ...kept, outbox: [...others, ...kept.outbox] });
    },
    clear() {
      tab.clear();
      forget(key);
    },
  };
}
