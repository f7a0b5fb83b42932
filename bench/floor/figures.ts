/**
 * What a simulated day was like, in figures: how long until a person came, for whom longer, and how evenly the work was
 * spread. Everybody counts, also those who left before anybody came.
 */
import type { Outcome, Wait } from './simulation.ts';

/** Waits in milliseconds of some of those who came. */
export interface WaitFigures {
  readonly median: number;
  readonly p90: number;
  readonly worst: number;
}

/** A day in figures. */
export interface DayFigures extends WaitFigures {
  /** Shares of all who came, from 0 to 1. */
  readonly left: number;
  readonly understood: number;
  /** Until the next person came, for those whose agent was lost. */
  readonly afterLoss: number;
  /** The worst wait ÷ the median in the group where that is greatest. */
  readonly unfairness: number;
  /** Conversations in an hour of those who had many (P90) ÷ those who had few (P10). */
  readonly spread: number;
  readonly groups: ReadonlyMap<string, WaitFigures>;
}

/** How true it was what people were told, as shares from 0 to 1. */
export interface Truth {
  /** Of all: who were told an estimate, because nobody could be asked at once; of them: for whom it was long enough. */
  readonly told: number;
  readonly within: number;
  /** Of all: who were promised an answer, and of promises whose time came or that were kept: those kept. */
  readonly promised: number;
  readonly kept: number;
}

/** The value below which so many of these are. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}

function waitFigures(waits: readonly Wait[]): WaitFigures {
  const times = waits.map(({ waitedMs }) => waitedMs);
  return { median: quantile(times, 0.5), p90: quantile(times, 0.9), worst: quantile(times, 1) };
}

/** Everybody belongs to one group of each kind. */
function groupsOf({ caller: { member, locale, skills, call } }: Wait): readonly string[] {
  const topic = skills[0] === undefined ? 'no topic' : `topic ${skills[0]}`;
  return [member ? 'members' : 'anonymous', `speaks ${locale.slice(0, 2)}`, topic, call ? 'calls' : 'chats'];
}

/** The figures of a day. */
export function figuresOf({ waits, perHour, afterLoss }: Outcome): DayFigures {
  const memberships = waits.flatMap((wait) => groupsOf(wait).map((group) => ({ group, wait })));
  const byGroup = Map.groupBy(memberships, ({ group }) => group);
  const sorted = [...byGroup].toSorted(([one], [other]) => one.localeCompare(other));
  const groups = new Map(sorted.map(([group, theirs]) => [group, waitFigures(theirs.map(({ wait }) => wait))]));
  const share = (isOne: (wait: Wait) => boolean): number => waits.filter(isOne).length / waits.length;
  return {
    ...waitFigures(waits),
    left: share(({ outcome }) => outcome === 'left'),
    understood: share(({ understood }) => understood === true),
    afterLoss: quantile(afterLoss, 0.9),
    unfairness: Math.max(...[...groups.values()].map(({ worst, median }) => worst / median)),
    spread: quantile(perHour, 0.9) / quantile(perHour, 0.1),
    groups,
  };
}

const shareOf = <Thing>(things: readonly Thing[], isOne: (thing: Thing) => boolean): number =>
  things.filter(isOne).length / things.length;

/** How true it was. Who left before the time had come is no witness. */
export function truthOf({ waits }: Outcome): Truth {
  const witnesses = (limit: (wait: Wait) => number | null): Wait[] =>
    waits.filter((wait) => {
      const ms = limit(wait);
      return ms !== null && (wait.outcome === 'answered' || wait.waitedMs > ms);
    });
  const estimated = witnesses(({ estimateMs }) => estimateMs);
  const promised = witnesses(({ promiseMs }) => promiseMs);
  return {
    told: shareOf(waits, ({ estimateMs }) => estimateMs !== null),
    within: shareOf(estimated, ({ waitedMs, estimateMs }) => waitedMs <= (estimateMs ?? 0)),
    promised: shareOf(waits, ({ promiseMs }) => promiseMs !== null),
    kept: shareOf(promised, ({ waitedMs, promiseMs }) => waitedMs <= (promiseMs ?? 0)),
  };
}
