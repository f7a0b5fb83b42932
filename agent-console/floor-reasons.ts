/**
 * Why somebody still waits, as a sentence in the agent's language (RT14), and when that sentence is no longer true. Knows
 * facts and words; the facts are the server's.
 */
import { duration } from '../client/elements/times.ts';
import type { AgentId } from '../protocol/ids.ts';
import type { WaitingReason } from '../protocol/routing.ts';
import { languageName } from './clock.ts';
import type { Words } from './texts.ts';

/** A minute and more is shown as a clock does, less in seconds. */
const MINUTE_SECONDS = 60;

/** What is needed besides the reason. */
export interface ReasonPlace {
  readonly words: Words;
  readonly now: number;
  readonly me: AgentId;
  /** What the agent with this id is called, if they are known here. */
  nameOf(agent: AgentId): string | undefined;
}

/** When the reason may have changed by itself; undefined if only somebody can change it. */
export function endOf(why: WaitingReason): number | undefined {
  if (why.kind === 'reserved') return why.until;
  if (why.kind === 'nobody') return why.overflowsAt ?? undefined;
  return 'at' in why ? why.at : undefined;
}

/** The reason in words. */
export function whyText(why: WaitingReason, { words, now, me, nameOf }: ReasonPlace): string {
  const texts = words.texts.floor;
  const seconds = Math.max(1, Math.ceil(((endOf(why) ?? now) - now) / 1_000));
  const left = seconds < MINUTE_SECONDS ? texts.seconds(seconds) : duration(seconds);
  switch (why.kind) {
    case 'reserved': {
      const time = new Intl.DateTimeFormat(words.locale, { timeStyle: 'medium' }).format(why.until);
      if (why.agent === me) return texts.why.reservedForYou(time);
      return texts.why.reserved(nameOf(why.agent) ?? words.texts.inbox.someone, time);
    }
    case 'nobody':
      return why.overflowsAt === null ? texts.why.nobody : texts.why.overflows(left);
    case 'busy':
      return why.call ? texts.why.busyForCalls : texts.why.busy;
    case 'fitting': {
      const language = languageName(why.language, words.locale);
      if (why.skills.length === 0) return texts.why.fitting(language, left);
      return texts.why.fittingTopics(language, why.skills.join(', '), left);
    }
    case 'asked':
      return texts.why.asked(left);
    case 'next':
      return texts.why.next;
    case 'avoided':
      return texts.why.avoided;
  }
}
