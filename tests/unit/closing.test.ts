/** The end of a server: in order, and whatever hangs. */
import { expect, it } from 'vitest';
import { closeInOrder } from '../../server/closing.ts';
import type { Log } from '../../server/switchboard/log.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

it('closes one part after the other, names what hangs or fails, and leaves out nothing', async () => {
  const clock = new FakeClock();
  const closed: string[] = [];
  const logged: unknown[] = [];
  const log: Log = { info: () => undefined, warn: () => undefined, error: (facts) => logged.push(facts) };
  const part = (name: string, close = () => Promise.resolve()) => ({
    ...{ part: name, limitMs: 2_000 },
    close: () => close().then(() => closed.push(name)),
  });
  const hang = (): Promise<void> => {
    queueMicrotask(() => clock.advance(2_000));
    return new Promise(() => undefined);
  };
  const fail = () => Promise.reject(new Error('it is broken'));
  await closeInOrder([part('one'), part('two', hang), part('three', fail), part('four')], { clock, log });
  expect(closed).toEqual(['one', 'four']);
  expect(logged).toMatchObject([{ part: 'two', limitMs: 2_000 }, { part: 'three' }]);
  expect(clock.alarms).toBe(0);
});
