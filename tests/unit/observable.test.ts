/**
 * Values that are watched: who hears of what, once, and for how long.
 */
import { describe, expect, it } from 'vitest';
import { Cell, derive } from '../../client/observable.ts';

describe('a cell', () => {
  it('tells of changes, each once, and of nothing else', () => {
    const cell = new Cell(1);
    const heard: number[] = [];
    cell.subscribe((value) => heard.push(value));
    cell.set(2);
    cell.set(2);
    cell.update((value) => value + 1);
    expect([heard, cell.value]).toEqual([[2, 3], 3]);
  });

  it('tells nobody who has left, also not while it is telling', () => {
    const cell = new Cell(1);
    const heard: string[] = [];
    const leave = cell.subscribe(() => {
      heard.push('first');
      leave();
      leaveOther();
    });
    const leaveOther = cell.subscribe(() => heard.push('second'));
    cell.set(2);
    cell.set(3);
    expect(heard).toEqual(['first']);
  });

  it('one listener that came twice leaves once', () => {
    const cell = new Cell(1);
    const heard: number[] = [];
    const listener = (value: number): number => heard.push(value);
    const leave = cell.subscribe(listener);
    cell.subscribe(listener);
    leave();
    cell.set(2);
    expect(heard).toEqual([2]);
  });
});

describe('a derived value', () => {
  it('is computed once per source value, and tells of its own changes only', () => {
    const cell = new Cell({ name: 'Mia', age: 1 });
    let computed = 0;
    const name = derive(cell, (person) => {
      computed += 1;
      return person.name;
    });
    const heard: string[] = [];
    const leave = name.subscribe((value) => heard.push(value));
    cell.set({ name: 'Mia', age: 2 });
    cell.set({ name: 'Tom', age: 2 });
    expect([name.value, name.value, heard, computed]).toEqual(['Tom', 'Tom', ['Tom'], 3]);
    leave();
    cell.set({ name: 'Ana', age: 2 });
    expect([heard, name.value]).toEqual([['Tom'], 'Ana']);
  });
});
