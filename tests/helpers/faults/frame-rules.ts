/**
 * What may become of frames on their way, as rules for the frame proxy, each with a chance of its own. They know the
 * wire as far as they must: what is lost has to be something that may be lost.
 */
import type { Fate, FrameRule, PassingFrame } from './frame-proxy.ts';
import type { Chance } from './random.ts';

/** What nobody was promised: the next number, or the next heartbeat, tells that it is missing (EV5, RS4). */
const PUSHED = new Set(['event', 'row', 'signal', 'control']);

/** The first rule that does not let a frame pass decides. */
export function together(...rules: readonly FrameRule[]): FrameRule {
  return (frame) => {
    for (const rule of rules) {
      const fate = rule(frame);
      if (fate !== 'pass') return fate;
    }
    return 'pass';
  };
}

/** This share of the frames that fit meets this fate. */
export function sometimes(share: number, chance: Chance, fate: () => Fate): FrameRule {
  return () => (chance() < share ? fate() : 'pass');
}

/** A rule only for frames that are pushed. */
export function ofPushed(rule: FrameRule): FrameRule {
  return (frame) => (PUSHED.has(frame.kind) ? rule(frame) : 'pass');
}

/** Suppressed replies, and how many commands had to be sent again because of them. */
export interface Suppression {
  readonly rule: FrameRule;
  /** Different commands that passed. */
  readonly sent: number;
  /** Those that passed more than once. */
  readonly repeated: number;
}

/** Which shares of the commands lose their first reply. */
export interface SuppressionShares {
  /** The command is there once more, as from a browser that has lost its patience. */
  readonly repeated: number;
  /** Everything that would betray the result is kept back too, until the browser sends the command by itself. */
  readonly deafened: number;
}

/** Keeps first replies back, so that commands are sent again. */
export function suppressReplies(shares: SuppressionShares, chance: Chance): Suppression {
  const sent = new Set<string>();
  const repeated = new Set<string>();
  const unanswered = new Set<string>();
  const doomed = new Set<string>();
  const deaf = new WeakMap<object, string>();
  const up = ({ kind, id, line }: PassingFrame): Fate => {
    if (kind !== 'command' || id === undefined) return 'pass';
    const isNew = !sent.has(id);
    sent.add(id);
    if (deaf.get(line) === id) deaf.delete(line);
    const isRepeated = isNew && chance() < shares.repeated;
    if (!isNew || isRepeated) repeated.add(id);
    else if (chance() < shares.deafened) doomed.add(id);
    if (isRepeated) unanswered.add(id);
    return isRepeated ? 'twice' : 'pass';
  };
  const down = ({ kind, id, line }: PassingFrame): Fate => {
    if (deaf.has(line)) return 'drop';
    if (kind !== 'reply' || id === undefined) return 'pass';
    if (unanswered.delete(id)) return 'drop';
    if (!doomed.delete(id)) return 'pass';
    deaf.set(line, id);
    return 'drop';
  };
  return {
    rule(frame) {
      return frame.direction === 'down' ? down(frame) : up(frame);
    },
    get sent() {
      return sent.size;
    },
    get repeated() {
      return repeated.size;
    },
  };
}
