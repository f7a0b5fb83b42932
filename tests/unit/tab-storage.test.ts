/**
 * What a tab keeps: one entry, nothing before it is told to, and nothing that breaks where storage is blocked.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tabKeep } from '../../client/storage.ts';
import type { Kept } from '../../client/storage.ts';
import { anId } from '../helpers/builders.ts';

const kept = (): Kept => ({ token: 'secret', heads: { [anId()]: 3 }, open: true, outbox: [] });

let entries: Map<string, string>;

beforeEach(() => {
  entries = new Map();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => entries.set(key, value),
    removeItem: (key: string) => entries.delete(key),
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a tab', () => {
  it('[L1] writes nothing by looking, one entry by keeping, and leaves nothing behind', () => {
    const keep = tabKeep('shopbell');
    expect([keep.load(), entries.size]).toEqual([undefined, 0]);
    const value = kept();
    keep.save(value);
    expect([[...entries.keys()], tabKeep('shopbell').load()]).toEqual([['shopbell'], value]);
    keep.clear();
    expect([keep.load(), entries.size]).toEqual([undefined, 0]);
  });

  it.each(['', 'null', '[]', '{}', '{"heads":{}}', '{"heads":[],"outbox":[]}', '{"heads":{},"outbox":{}}', 'x{'])(
    'takes %j, which it did not write, for nothing',
    (text) => {
      entries.set('shopbell', text);
      expect(tabKeep('shopbell').load()).toBeUndefined();
    },
  );

  it('keeps it in memory where the browser blocks storage', () => {
    const blocked = (): never => {
      throw new DOMException('blocked', 'SecurityError');
    };
    vi.stubGlobal('sessionStorage', { getItem: blocked, setItem: blocked, removeItem: blocked });
    const keep = tabKeep('shopbell');
    const value = kept();
    keep.save(value);
    expect([keep.load(), tabKeep('shopbell').load()]).toEqual([value, undefined]);
    keep.clear();
    expect(keep.load()).toBeUndefined();
  });
});
