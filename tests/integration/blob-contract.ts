/**
 * The contract of `store.blobs`: bytes come back whole under their key, for their purpose, also after a restart. One
 * suite for every place where bytes may lie; knows none.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DisposableStore, StoreHarness } from './store-contract.ts';

/** Some bytes, all values among them. */
export const someBytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, place) => place % 256);

/** Holds the bytes of a driver to the contract. */
export function blobContract({ open }: StoreHarness): void {
  let opened: DisposableStore;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.discard());

  it('[ST18] are found under their key, whole, also after a restart', async () => {
    const blobs = [0, 1, 300_000].map((length) => ({ type: `image/x-${length}`, bytes: someBytes(length) }));
    const keys = await Promise.all(blobs.map((blob) => opened.store.blobs.save('photo', blob)));
    expect(await Promise.all(keys.map((key) => opened.store.blobs.find('photo', key)))).toEqual(blobs);
    const again = await opened.reopen();
    expect(await Promise.all(keys.map((key) => again.blobs.find('photo', key)))).toEqual(blobs);
  });

  it('[ST18] have keys of their own, though they be equal, which nobody can guess', async () => {
    const blob = { type: 'image/webp', bytes: someBytes(10) };
    const keys = await Promise.all([1, 2, 3].map(() => opened.store.blobs.save('photo', blob)));
    expect(new Set(keys).size).toBe(3);
    for (const key of ['', '..', '../shopbell.db', keys[0]!.slice(1)]) {
      expect(await opened.store.blobs.find('photo', key)).toBeUndefined();
    }
  });

  it('are not found for another purpose', async () => {
    const key = await opened.store.blobs.save('photo', { type: 'image/webp', bytes: someBytes(10) });
    expect(await opened.store.blobs.find('attachment' as 'photo', key)).toBeUndefined();
  });
}
