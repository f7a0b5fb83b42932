/**
 * Which of several tabs calls for a person, over the real locks of one process: one of them, the one that is looked at
 * first, and another one when it is gone.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { Turns } from '../../client/turns.ts';

let tabs: Turns[] = [];
const aTab = (standBackMs = 0, locks: Pick<LockManager, 'request'> | undefined = navigator.locks): Turns => {
  const tab = new Turns({ locks, standBackMs: () => standBackMs });
  tabs.push(tab);
  return tab;
};

afterEach(() => {
  for (const tab of tabs) tab.close();
  tabs = [];
});

const takeAll = (name: string) => Promise.all(tabs.map((tab) => tab.take(name)));

describe('tabs', () => {
  it('[N11] take a name once, also much later, and the next name anew', async () => {
    for (let count = 0; count < 3; count += 1) aTab();
    const first = await takeAll('one');
    expect(first.filter(Boolean)).toHaveLength(1);
    expect(await takeAll('one')).toEqual([false, false, false]);
    expect((await takeAll('two')).filter(Boolean)).toHaveLength(1);
  });

  it('leave it to the one that is looked at', async () => {
    aTab(20);
    aTab(0);
    aTab(20);
    expect(await takeAll('three')).toEqual([false, true, false]);
  });

  it('without locks call each by itself', async () => {
    const plain = new Turns({ locks: undefined, standBackMs: () => 0 });
    const other = new Turns({ locks: undefined, standBackMs: () => 0 });
    expect([await plain.take('four'), await other.take('four')]).toEqual([true, true]);
    const did: string[] = [];
    plain.hold('ring', () => {
      did.push('ring');
      return () => did.push('silence');
    })();
    expect(did).toEqual(['ring', 'silence']);
  });

  it('ring one at a time, and the next one when the ringing one is gone', async () => {
    const did: string[] = [];
    const ring = (name: string) => () => {
      did.push(name);
      return () => did.push(`${name} ends`);
    };
    const [one, two, three] = [aTab(), aTab(), aTab()];
    one.hold('ring', ring('one'));
    const stopTwo = two.hold('ring', ring('two'));
    const stopThree = three.hold('ring', ring('three'));
    await expect.poll(() => did).toEqual(['one']);
    stopTwo();
    one.close();
    await expect.poll(() => did).toEqual(['one', 'one ends', 'three']);
    stopThree();
    await expect.poll(() => did.at(-1)).toBe('three ends');
  });
});
