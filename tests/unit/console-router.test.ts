/** The console's addresses and keys. */
import { describe, expect, test } from 'vitest';
import { createRouter, hashOf, parseRoute, type Route } from '../../agent-console/router.ts';
import { shortcutOf, type KeyPress } from '../../agent-console/shortcuts.ts';
import { conversationId } from '../helpers/console.ts';

describe('an address', () => {
  const PLACES: readonly Route[] = [
    { view: 'inbox' },
    { view: 'inbox', conversation: conversationId(7) },
    { view: 'floor' },
    { view: 'settings', page: 'profile' },
    { view: 'settings', page: 'people' },
    { view: 'settings', page: 'departments' },
    { view: 'settings', page: 'shop' },
    { view: 'welcome', code: 'a-B_9' },
    { view: 'join', code: 'a-B_9' },
    { view: 'missing' },
  ];

  test.each(PLACES.map((place) => [hashOf(place), place]))('%s leads where it came from', (hash, place) => {
    expect(parseRoute(hash)).toEqual(place);
  });

  test('without anything is the inbox, and settings alone are the profile', () => {
    expect(['', '#', '#/', '#/inbox/'].map(parseRoute)).toEqual(Array(4).fill({ view: 'inbox' }));
    expect(parseRoute('#/settings')).toEqual({ view: 'settings', page: 'profile' });
  });

  test.each(['#/inbox/7', '#/settings/secrets', '#/join/', '#/join/a%20b', '#/join/../x', '#/nothing', '#/inbox/a/b'])(
    '%s is no place',
    (hash) => {
      expect(parseRoute(hash)).toEqual({ view: 'missing' });
    },
  );
});

describe('the way back', () => {
  /** A window with an address and a history, as far as a router looks at it. */
  function aWindow(hash: string) {
    const location = { hash };
    const entries = [hash];
    const write = (how: 'push' | 'replace') => (_state: unknown, _title: string, to: string) => {
      if (how === 'replace') entries.pop();
      entries.push(to);
      location.hash = to;
    };
    const history = { pushState: write('push'), replaceState: write('replace') };
    const target = Object.assign(new EventTarget(), { location, history });
    const follow = (to: string): void => {
      location.hash = to;
      target.dispatchEvent(new Event('hashchange'));
    };
    return { window: target as unknown as Window, entries, follow };
  }

  test('leads out of an address that does not exist', () => {
    const { window, follow } = aWindow('#/nothing');
    const { route } = createRouter(window);
    expect(route.value).toEqual({ view: 'missing' });
    follow('#/inbox');
    expect(route.value).toEqual({ view: 'inbox' });
  });

  test('does not lead through a spent code', () => {
    const { window, entries } = aWindow('#/join/CODE');
    const router = createRouter(window);
    router.replace({ view: 'inbox' });
    router.go({ view: 'settings', page: 'shop' });
    router.go({ view: 'settings', page: 'shop' });
    expect(entries).toEqual(['#/inbox', '#/settings/shop']);
  });
});

describe('a key', () => {
  const press = (key: string, told: Partial<KeyPress> = {}) =>
    shortcutOf({ key, modified: false, composing: false, focus: 'nothing', dialog: false, ...told });

  test('means something while nobody writes', () => {
    expect(['j', 'k', 'r', 'n', '?', 'Enter', 'Escape', 'x'].map((key) => press(key))).toEqual([
      'next',
      'previous',
      'reply',
      'note',
      'help',
      'accept',
      'close',
      undefined,
    ]);
  });

  test('is a letter while somebody writes; only Escape still closes', () => {
    const keys = ['j', 'r', '?', 'Enter', 'Escape'];
    expect(keys.map((key) => press(key, { focus: 'text' }))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'close',
    ]);
  });

  test('Enter belongs to the control that has the focus, letters do not', () => {
    expect([press('Enter', { focus: 'control' }), press('j', { focus: 'control' })]).toEqual([undefined, 'next']);
  });

  test.each([['modified'], ['composing'], ['dialog']])('is not ours when %s', (what) => {
    expect(['j', 'Enter', 'Escape'].map((key) => press(key, { [what]: true }))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
