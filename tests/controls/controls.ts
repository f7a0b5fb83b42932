/**
 * The negative controls: for each guarantee one way to break it, and the test that must turn red. Knows lines of the
 * product and titles of tests; how they are run is the runner's business. A control that is not caught says that its
 * test has stopped testing.
 */
import type { Break } from './breaking.ts';

/** One way to break a guarantee. */
export interface Control {
  /** What is wrong, in the words of PROMISES.md. */
  readonly name: string;
  readonly breaks: readonly Break[];
  /** Who must notice: a file of tests and the beginning of a title in it. */
  readonly test: { readonly file: string; readonly title: string };
  /** Quick enough for every test run. */
  readonly isQuick: boolean;
}

const quick = (name: string, test: Control['test'], ...breaks: Break[]): Control => ({
  ...{ name, test, breaks, isQuick: true },
});

/** For those that wait for something that never comes, or need a browser. */
const slow = (name: string, test: Control['test'], ...breaks: Break[]): Control => ({
  ...{ name, test, breaks, isQuick: false },
});

const RESUME = 'tests/integration/resume.test.ts';
const DOOR = 'tests/integration/socket-door.test.ts';
const SQLITE = 'tests/integration/sqlite-store.test.ts';

/** Every control. Webhooks do not exist yet, so nothing can follow their redirects. */
export const CONTROLS: readonly Control[] = [
  quick(
    'acknowledge before the commit',
    { file: 'tests/integration/commands.test.ts', title: '[CO3]' },
    {
      file: 'server/switchboard/session.ts',
      line: 'const outcome = await this.#node.switchboard.execute(this.actor, { ...command, id });',
      instead:
        'this.#reply(id, { seqs: [] }); const outcome = await this.#node.switchboard.execute(this.actor, { ...command, id });',
    },
  ),
  quick(
    'synchronous=NORMAL',
    { file: SQLITE, title: '[ST5] runs with synchronous=FULL' },
    { file: 'server/store/sqlite.ts', line: 'PRAGMA synchronous = FULL;', instead: 'PRAGMA synchronous = NORMAL;' },
  ),
  quick(
    'no unique index on the command id',
    { file: SQLITE, title: '[ST2] [ST4] refuses doubled commands' },
    {
      file: 'server/store/migrations/0001-start.ts',
      line: "await uniqueIndex(db, 'events_command', ['conversation', 'command', 'part']);",
      instead: '',
    },
  ),
  slow(
    'snapshot before subscribe',
    { file: RESUME, title: '[RS3] nothing is lost or doubled' },
    {
      file: 'server/switchboard/watches.ts',
      line: 'const unsubscribe = this.#broker.subscribe(`conversation:${conversation}`, (message) => watch.receive(message));',
      instead:
        'let unsubscribe = () => {}; setTimeout(() => (unsubscribe = this.#broker.subscribe(`conversation:${conversation}`, (message) => watch.receive(message))), 10);',
    },
    // The server closes gaps from the store, which would heal it.
    {
      file: 'server/switchboard/following.ts',
      line: 'if (last !== null && seq > last + 1) {',
      instead: 'if (last !== null && seq < 0) {',
    },
  ),
  slow(
    'publish before the commit',
    { file: 'tests/integration/commands.test.ts', title: '[CO3]' },
    {
      file: 'server/switchboard/switchboard.ts',
      line: 'deciding.timers = isRefusal(result) ? [] : result.timers;',
      instead: `
        deciding.timers = isRefusal(result) ? [] : result.timers;
        const { broker } = this.#parts;
        const place = { conversation: wish.conversation, at: now, command: wish.id };
        if (actor.kind === 'visitor') {
          broker.publish('visitor:' + actor.visitor, { type: 'follow', conversation: wish.conversation });
        }
        if (!isRefusal(result)) {
          const events = result.events.map((event, part) => ({ ...event, ...place, seq: part + 1, publicSeq: part + 1 }));
          broker.publish('conversation:' + wish.conversation, { type: 'events', events });
        }`,
    },
  ),
  slow(
    'seq from memory',
    { file: SQLITE, title: '[ST3] a decision that throws takes nobody else with it' },
    { file: 'server/store/log-context.ts', line: 'driver.onRollback(() => cache.clear());', instead: '' },
  ),
  slow(
    'a claim that nobody counts',
    { file: 'tests/integration/race.test.ts', title: '[CO9] [RT4]' },
    { file: 'server/store/commit.ts', line: 'if ((row?.others ?? 0) >= limit)', instead: 'if (limit < 0 && row)' },
  ),
  slow(
    'whoever comes later comes in, too',
    { file: 'tests/integration/race.test.ts', title: '[CO9] [RT4]' },
    {
      file: 'server/domain/participation.ts',
      line: "if (state.status === 'waiting') return entering(scene);",
      instead: 'return entering(scene);',
    },
  ),
  quick(
    'no epoch check',
    { file: RESUME, title: '[RS5]' },
    {
      file: 'server/switchboard/welcome.ts',
      line: '(resume.epoch !== node.store.epoch || isFuture)',
      instead: 'isFuture',
    },
  ),
  quick(
    'origin check off',
    { file: DOOR, title: '[FR2] no socket opens for another origin' },
    {
      file: 'server/http/admission.ts',
      line: 'if (origin === undefined || !origins.includes(origin))',
      instead: 'if (origin === undefined)',
    },
  ),
  quick(
    'site predicate removed from one query',
    { file: 'tests/unit/permissions.test.ts', title: '[CO6] to the same visitor id on another site' },
    {
      file: 'server/domain/permissions.ts',
      line: 'state.visitor === actor.visitor && state.site === actor.site',
      instead: 'state.visitor === actor.visitor',
    },
  ),
  quick(
    'no bufferedAmount check',
    { file: 'tests/integration/back-pressure.test.ts', title: '[FR9] a browser that does not keep up' },
    {
      file: 'server/switchboard/outlet.ts',
      line: 'const unsent = this.#remote.bufferedAmount;',
      instead: 'const unsent = 0;',
    },
  ),
  slow(
    'depth check off',
    { file: DOOR, title: '[FR5] JSON that is malformed' },
    {
      file: 'server/switchboard/frames-in.ts',
      line: "if (depth > LIMITS.jsonDepth) return 'too deep';",
      instead: '',
    },
  ),
  slow(
    'unsafeHTML in a bubble',
    { file: 'tests/component/message-list.test.ts', title: 'makes links of web addresses only' },
    {
      file: 'client/elements/message-row.ts',
      line: '<p dir="auto">${content(item.text)}</p>',
      // What the markup calls would stop the page until somebody answers.
      instead: '<p dir="auto" .innerHTML=${((globalThis.alert = () => undefined), item.text)}></p>',
    },
  ),
  quick(
    'jitter off',
    { file: 'tests/unit/back-off.test.ts', title: 'many browsers' },
    {
      file: 'client/back-off.ts',
      line: 'Math.round(random() * Math.min(',
      instead: 'Math.round(Math.min(',
    },
  ),
  quick(
    'a raw frame in the log',
    { file: 'tests/integration/bad-input.test.ts', title: '[ER2] a bad frame and a refused command' },
    {
      file: 'server/switchboard/connection.ts',
      line: "if (frame.kind === 'bad') return this.#bad(frame.why);",
      instead: "if (frame.kind === 'bad') return this.#bad(text);",
    },
  ),
  slow(
    'storage at load',
    { file: 'tests/component/widget-start.test.ts', title: 'stores nothing and connects to nothing' },
    {
      file: 'widget/index.ts',
      line: 'const keep = shared(STORAGE_KEY, tabKeep(STORAGE_KEY));',
      instead: "const keep = shared(STORAGE_KEY, tabKeep(STORAGE_KEY)); sessionStorage.setItem('seen', '1');",
    },
  ),
  quick(
    'nobody counts new visitors',
    { file: 'tests/integration/limits.test.ts', title: '[FR14] three hundred visitors' },
    {
      file: 'server/switchboard/greeting.ts',
      line: "node.limiter.take('new-visitor', address)",
      instead: '0',
    },
  ),
  quick(
    'sweeping takes whoever is here',
    { file: SQLITE, title: '[ST16] sweeping removes what has expired' },
    {
      file: 'server/store/sweep-rows.ts',
      line: "gone.where('id', 'not in', present.where('visitor', 'is not', null)).compile()",
      instead: 'gone.compile()',
    },
  ),
  slow(
    'pieces of a message without end',
    { file: 'tests/integration/attackers.test.ts', title: '[ER2] two hundred attackers' },
    {
      file: 'server/http/socket.ts',
      line: 'maxFragments: SERVER_LIMITS.fragments',
      instead: 'maxFragments: 1_000_000',
    },
  ),
  quick(
    'a tab forgets what others have not sent',
    { file: 'tests/unit/device.test.ts', title: '[N11] keeps what another tab has not sent yet' },
    {
      file: 'client/device.ts',
      line: 'const others = before.outbox.filter(({ id }) => !mine.has(id));',
      instead: 'const others: typeof before.outbox = [];',
    },
  ),
];

/** The control with this name. */
export function controlNamed(name: string): Control {
  const found = CONTROLS.find((control) => control.name === name);
  if (found === undefined) throw new Error(`there is no control "${name}"`);
  return found;
}
