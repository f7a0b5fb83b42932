/**
 * The short messages that pass over the desk: something was saved, a colleague was faster. Knows how long a person needs
 * to read one; knows nothing of how they look.
 */
import { Cell, type Observable } from '../client/observable.ts';

/** One message, until it fades or is closed. */
export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'kind' | 'problem';
  readonly action?: NoticeAction | undefined;
}

/** What an agent may do about it, in a word. */
export interface NoticeAction {
  readonly label: string;
  run(): void;
}

/** WCAG 2.2.1 wants time to read: two full sentences, read twice, slowly. */
const STAYS_MS = 12_000;
/** More than these at once is noise; the oldest goes. */
const AT_ONCE = 3;

/** The messages that are shown now. */
export interface Notices {
  readonly shown: Observable<readonly Notice[]>;
  say(text: string, tone?: Notice['tone'], action?: NoticeAction): void;
  close(id: number): void;
}

/** No messages yet. */
export function createNotices(): Notices {
  const shown = new Cell<readonly Notice[]>([]);
  let last = 0;
  const close = (id: number): void => {
    shown.update((notices) => notices.filter((notice) => notice.id !== id));
  };
  return {
    shown,
    close,
    say: (text, tone = 'plain', action) => {
      last += 1;
      const id = last;
      // The same sentence twice in a row is one message that stays longer.
      shown.update((notices) =>
        [...notices.filter((notice) => notice.text !== text), { id, text, tone, action }].slice(-AT_ONCE),
      );
      setTimeout(() => {
        close(id);
      }, STAYS_MS);
    },
  };
}
