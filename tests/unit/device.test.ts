/**
 * What a device keeps beyond its tabs: nothing before somebody agreed, nothing after they took it back, everything that
 * was not sent by whichever tab, and no agent's words in another one's name.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepUnsent } from '../../agent-console/unsent.ts';
import { forget, found, isRemembered, remember, shared } from '../../client/device.ts';
import { memoryKeep } from '../../client/storage.ts';
import type { Keep, Kept, KeptCommand } from '../../client/storage.ts';
import type { AgentId, CommandId } from '../../protocol/ids.ts';
import { anId } from '../helpers/builders.ts';
import { aStorage } from '../helpers/console.ts';

const KEY = 'shopbell';
const DAY_MS = 86_400_000;

const unsent = (text: string): KeptCommand => ({
  ...{ id: anId<CommandId>(), at: 0 },
  command: { type: 'message.post', conversation: anId(), body: { text } },
});
const kept = (...outbox: readonly KeptCommand[]): Kept => ({
  token: 'secret',
  heads: {},
  open: true,
  draft: 'Hm',
  outbox,
});
const textsOf = (what: Kept | undefined) =>
  what?.outbox.map(({ command }) => (command.type === 'message.post' ? command.body.text : command.type));

/** A tab that keeps what it has, with the device where that is wished. */
const aTab = (): { tab: Keep; keep: Keep } => {
  const tab = memoryKeep();
  return { tab, keep: shared(KEY, tab) };
};

let local: Storage;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  local = aStorage();
  vi.stubGlobal('localStorage', local);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a device', () => {
  it('[L1] keeps nothing before the visitor agrees, and nothing after they take it back', () => {
    const { keep } = aTab();
    keep.save(kept(unsent('one')));
    expect([local.length, isRemembered(KEY), found(KEY, undefined)]).toEqual([0, false, undefined]);
    remember(KEY, keep.load()!);
    keep.save(kept(unsent('two')));
    expect([local.length, isRemembered(KEY)]).toEqual([1, true]);
    forget(KEY);
    keep.save(kept(unsent('three')));
    expect(local.length).toBe(0);
  });

  it('gives a new tab who the visitor is and what was not sent, but neither an open window nor a draft', () => {
    remember(KEY, kept(unsent('one')));
    expect(found(KEY, undefined)).toMatchObject({ token: 'secret', open: false, draft: '', outbox: [{}] });
  });

  it('[RS7] puts what other tabs left before what the own tab left, each once', () => {
    const [theirs, mine, both] = [unsent('theirs'), unsent('mine'), unsent('both')];
    remember(KEY, kept(theirs, both));
    expect(textsOf(found(KEY, kept(both, mine)))).toEqual(['theirs', 'both', 'mine']);
  });

  it('[N11] keeps what another tab has not sent yet, and drops what was sent', () => {
    const [one, other] = [aTab().keep, aTab().keep];
    const [a, b, c] = [unsent('a'), unsent('b'), unsent('c')];
    remember(KEY, kept());
    one.save(kept(a, b));
    other.save(kept(c));
    expect(textsOf(found(KEY, undefined))).toEqual(['a', 'b', 'c']);
    one.save(kept(b));
    expect(textsOf(found(KEY, undefined))).toEqual(['c', 'b']);
    other.save(kept());
    one.save(kept());
    expect(textsOf(found(KEY, undefined))).toEqual([]);
  });

  it('forgets after a week without use, except what was never sent', () => {
    remember(KEY, kept());
    vi.advanceTimersByTime(7 * DAY_MS - 1);
    expect(found(KEY, undefined)).toBeDefined();
    vi.setSystemTime(Date.now() + 2);
    expect([found(KEY, kept()), local.length]).toEqual([kept(), 0]);
    remember(KEY, kept(unsent('never')));
    vi.setSystemTime(Date.now() + 8 * DAY_MS);
    expect(textsOf(found(KEY, undefined))).toEqual(['never']);
  });

  it('is gone with the visit', () => {
    const { keep, tab } = aTab();
    remember(KEY, kept());
    keep.save(kept());
    keep.clear();
    expect([tab.load(), local.length]).toEqual([undefined, 0]);
  });

  it('that blocks its storage remembers nothing and breaks nothing', () => {
    const blocked = (): never => {
      throw new DOMException('blocked', 'SecurityError');
    };
    vi.stubGlobal('localStorage', { getItem: blocked, setItem: blocked, removeItem: blocked });
    const { keep } = aTab();
    remember(KEY, kept());
    keep.save(kept());
    keep.clear();
    expect([isRemembered(KEY), found(KEY, kept())]).toEqual([false, kept()]);
  });
});

describe('a console', () => {
  const [mia, tom] = ['mia', 'tom'] as AgentId[];

  it('keeps what an agent has not sent for the next page of the same agent, and for nobody else', () => {
    keepUnsent(mia!).save(kept(unsent('mine')));
    expect(textsOf(keepUnsent(tom!).load())).toEqual([]);
    expect(textsOf(keepUnsent(mia!).load())).toEqual(['mine']);
    expect([...Array(local.length).keys()].map((place) => local.getItem(local.key(place)!)).join()).not.toContain(
      'secret',
    );
  });

  it('leaves nothing when the agent signs out, also from another tab that has not noticed', () => {
    const [one, other] = [keepUnsent(mia!), keepUnsent(mia!)];
    one.save(kept(unsent('mine')));
    one.clear();
    other.save(kept(unsent('late')));
    expect(local.length).toBe(0);
  });
});
