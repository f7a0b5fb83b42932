/**
 * Rows, people and a whole desk for tests of the console. The client is the border to another room: here it is a script
 * that keeps what was sent and shows what it is told. It runs in Node and in the browser and knows no server.
 */
import type { Api, Colleague, ConsoleSite, Me, SavedDepartment } from '../../agent-console/api.ts';
import type { AgentChoice, TransferChoices } from '../../protocol/transfer-choices.ts';
import { createDesk, type Desk } from '../../agent-console/desk.ts';
import { createDrafts } from '../../agent-console/drafts.ts';
import type { Route, Router } from '../../agent-console/router.ts';
import { wordsFor } from '../../agent-console/words.ts';
import type { ActiveCall, CallState } from '../../client/call/call.ts';
import type { Client, LinkStatus } from '../../client/client.ts';
import { Cell } from '../../client/observable.ts';
import type { Timeline } from '../../client/timeline.ts';
import type { Department, NewDepartment, PreviewDay, PromiseReport, Work } from '../../protocol/departments.ts';
import type { CommandInput } from '../../protocol/commands.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { FloorView, FloorWait } from '../../protocol/floor.ts';
import type { EventContent, EventFrame } from '../../protocol/events.ts';
import type { Reply, Welcome } from '../../protocol/frames.ts';
import type {
  AgentId,
  CallId,
  CaseNumber,
  ConversationId,
  DepartmentId,
  SiteId,
  SiteKey,
  VisitorId,
} from '../../protocol/ids.ts';
import type { Author, CallView, ConversationRow, PersonCard, Presence } from '../../protocol/models.ts';
import type { WaitingReason } from '../../protocol/routing.ts';
import type { WaitReport } from '../../protocol/waiting.ts';

/** Noon of today: far from midnight, whenever the tests run. */
export const NOW = new Date().setHours(12, 0, 0, 0);
const MINUTE_MS = 60_000;

/** A card; the name is the id too. */
export function card(name: string, told: Partial<PersonCard> = {}): PersonCard {
  return { id: name.toLowerCase() as AgentId, name, title: 'Advisor', languages: ['en'], photo: null, ...told };
}

export const MIA = card('Mia');
export const TOM = card('Tom');

/** The n-th conversation id. */
export function conversationId(n: number): ConversationId {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as ConversationId;
}

/** A row of the inbox: waiting for a minute with one message, unless told otherwise. */
export function row(n: number, told: Partial<ConversationRow> = {}): ConversationRow {
  const visitor = `visitor-${n}` as VisitorId;
  const open = (told.status ?? 'waiting') !== 'waiting';
  return {
    id: conversationId(n),
    version: n,
    head: 2,
    caseNumber: `K${n}-4P92` as CaseNumber,
    siteName: 'Demo shop',
    department: 'department' as DepartmentId,
    visitor,
    status: 'waiting',
    startedAt: NOW - MINUTE_MS,
    waitingSince: open ? null : NOW - MINUTE_MS,
    front: false,
    locale: 'de',
    page: { url: 'https://shop.example/products/mora-bowl', title: 'Mora bowl' },
    agents: [],
    avoid: [],
    reservation: null,
    transfer: null,
    lastMessage: { by: { kind: 'visitor', id: visitor }, text: `Question ${n}`, at: NOW - MINUTE_MS },
    unread: 1,
    call: null,
    callback: null,
    promise: null,
    ...told,
  };
}

/** A row that this person answers in. */
export function openRow(n: number, agent: PersonCard, told: Partial<ConversationRow> = {}): ConversationRow {
  return row(n, { status: 'open', agents: [agent], ...told });
}

/** A reservation of a waiting row. */
export function reservedFor(agent: PersonCard, expiresAt = NOW + 20_000): Pick<ConversationRow, 'reservation'> {
  return { reservation: { agent: agent.id, expiresAt } };
}

/** A call of the visitor that rings. */
export function ringingCall(video: boolean): CallView {
  const media = { audio: true, video };
  return { id: 'call' as CallId, by: 'visitor', media, phase: 'ringing', startedAt: NOW, connectedAt: null, leg: null };
}

/** The same call as the agent's browser has it. */
export function ringingHere(of: ConversationRow): ActiveCall {
  const media = of.call?.media ?? { audio: true, video: false };
  const nothing = { local: null, remote: null, microphone: false, camera: false, connectedAt: null, failure: null };
  const other = { alerting: false, remoteMicrophone: true, remoteCamera: true, elsewhere: false };
  return { phase: 'ringing', call: 'call' as CallId, conversation: of.id, by: 'visitor', media, ...nothing, ...other };
}

/** Rows as the client keeps them. */
export function inboxOf(...rows: readonly ConversationRow[]): ReadonlyMap<ConversationId, ConversationRow> {
  return new Map(rows.map((each) => [each.id, each]));
}

/** An event of a row's conversation. */
export function eventOf(of: ConversationRow, seq: number, content: EventContent): EventFrame {
  const by: Author = { kind: 'visitor', id: of.visitor };
  return { kind: 'event', conversation: of.id, seq, at: of.startedAt + seq * 1_000, by, ...content };
}

/** The timeline of a row, with one message of the visitor unless other events are given. */
export function timelineOf(of: ConversationRow, events?: readonly EventFrame[]): Timeline {
  const { id, caseNumber, status, startedAt, locale, page, agents, call, callback, promise } = of;
  const said: EventContent = { type: 'message.posted', body: { message: `m-${of.id}` as never, text: 'Is it safe?' } };
  return {
    view: {
      id,
      caseNumber,
      status,
      head: 1,
      startedAt,
      locale,
      page,
      agents,
      reads: [],
      call,
      callback,
      promise: promise && { by: promise.by, broken: promise.stage === 100 },
    },
    events: events ?? [eventOf(of, 1, said)],
    more: false,
    pending: [],
    typing: undefined,
    received: undefined,
    place: undefined,
  };
}

/** A client that is connected to nothing: its values are set by the test, and what it is asked for is kept. */
export interface ScriptedClient extends Client {
  readonly status: Cell<LinkStatus>;
  readonly person: Cell<Welcome['person'] | undefined>;
  readonly conversations: Cell<ReadonlyMap<ConversationId, Timeline>>;
  readonly inbox: Cell<ReadonlyMap<ConversationId, ConversationRow>>;
  readonly presences: Cell<ReadonlyMap<AgentId, Presence>>;
  readonly callState: Cell<CallState>;
  readonly sent: CommandInput[];
  /** What was asked of the call, in words. */
  readonly callDid: string[];
  readonly read: ConversationId[];
  readonly opened: ConversationId[];
  readonly typed: { conversation: ConversationId; on: boolean }[];
  /** Refuses every command from now on. */
  refuse(refusal: Refusal): void;
}

function scriptedCall(state: Cell<CallState>, did: string[]): Client['call'] {
  const note = (words: string): Promise<void> => {
    did.push(words);
    return Promise.resolve();
  };
  return {
    state,
    start: (_conversation, media) => note(media.video ? 'start video' : 'start audio'),
    answer: (media) => note(media.video ? 'answer video' : 'answer audio'),
    decline: () => note('decline'),
    end: () => note('end'),
    setMicrophone: (on) => note(`microphone ${on}`),
    setCamera: (on) => note(`camera ${on}`),
    dismiss: () => void did.push('dismiss'),
  };
}

/** A scripted client that is online. */
export function aClient(me: PersonCard): ScriptedClient {
  let refusal: Refusal | undefined;
  const callState = new Cell<CallState>({ phase: 'idle' });
  const callDid: string[] = [];
  const sent: CommandInput[] = [];
  const read: ConversationId[] = [];
  const opened: ConversationId[] = [];
  const typed: { conversation: ConversationId; on: boolean }[] = [];
  return {
    ...{ callState, callDid, sent, read, opened, typed },
    status: new Cell<LinkStatus>({ state: 'online' }),
    person: new Cell<Welcome['person'] | undefined>({ kind: 'agent', card: me, role: 'owner', presence: 'available' }),
    conversations: new Cell<ReadonlyMap<ConversationId, Timeline>>(new Map()),
    inbox: new Cell<ReadonlyMap<ConversationId, ConversationRow>>(new Map()),
    presences: new Cell<ReadonlyMap<AgentId, Presence>>(new Map()),
    offer: new Cell(undefined),
    call: scriptedCall(callState, callDid),
    start: () => undefined,
    stop: () => undefined,
    send: (command) => {
      sent.push(command);
      const answer = refusal === undefined ? { done: { seqs: [1] } } : { refused: refusal };
      return Promise.resolve({ kind: 'reply', id: 'reply', ...answer } as Reply);
    },
    refuse: (why) => void (refusal = why),
    retry: () => undefined,
    open: (conversation) => {
      opened.push(conversation);
      return Promise.resolve();
    },
    older: () => Promise.resolve(),
    typing: (conversation, on) => void typed.push({ conversation, on }),
    markRead: (conversation) => void read.push(conversation),
    onArrival: () => () => undefined,
    serverNow: () => NOW,
    freshId: () => 'fresh',
  };
}

/** A router without a window. */
export function aRouter(first: Route = { view: 'inbox' }): Router & { readonly route: Cell<Route> } {
  const route = new Cell<Route>(first);
  const move = (to: Route): void => route.set(to);
  return { route, go: move, replace: move };
}

/** A site of the settings. */
export function aSite(told: Partial<ConsoleSite> = {}): ConsoleSite {
  return {
    id: 'site' as SiteId,
    key: 'sb_abcdefghijklmnopqrst' as SiteKey,
    name: 'Demo shop',
    brand: '#0f6e68',
    origins: ['https://shop.example'],
    contactUrl: null,
    phone: null,
    topics: {},
    tag: '<script async src="https://bell.example/shopbell.js" data-shopbell-site="sb_abcdefghijklmnopqrst"></script>',
    ...told,
  };
}

/** What a new colleague is given to do. */
export function someWork(): Work {
  return { departments: ['department' as DepartmentId], skills: [], chatCapacity: 4, callCapacity: 1 };
}

/** A department of the settings. */
export function aDepartment(told: Partial<Department> = {}): Department {
  return {
    id: 'department' as DepartmentId,
    name: 'Shop team',
    kind: 'team',
    hours: null,
    overflow: null,
    promise: null,
    ...told,
  };
}

/** A floor: one department in which two wait, with Mia, who is busy, and Tom, who is away. */
export function aFloorView(told: Partial<FloorView> = {}): FloorView {
  const departments = [aDepartment().id];
  const wait = (n: number, more: Partial<FloorWait>): FloorWait => ({
    ...{ conversation: conversationId(n), caseNumber: row(n).caseNumber, waitingSince: NOW - n * MINUTE_MS },
    ...{ front: false, call: 'none', why: { kind: 'busy', call: false } },
    ...more,
  });
  const fitting: WaitingReason = { kind: 'fitting', language: 'fr', skills: [], at: NOW + 20_000 };
  return {
    agents: [
      { card: TOM, presence: 'away', load: 1, capacity: 4, inCall: false, departments },
      { card: MIA, presence: 'available', load: 2, capacity: 4, inCall: true, departments },
      { card: card('Zoe'), presence: 'offline', load: 0, capacity: 4, inCall: false, departments },
    ],
    queues: [
      {
        ...{ id: aDepartment().id, name: 'Shop team', hours: { kind: 'open', until: NOW + 5 * 60 * MINUTE_MS } },
        ...{ waiting: 2, waits: [wait(2, { front: true, call: 'video' }), wait(1, { why: fitting })] },
      },
    ],
    ...told,
  };
}

/** A department that answers 91 of 100 within the minutes. */
function aReport(minutes: number): PromiseReport {
  const shares = { share: 0.91, kept: null, early: 0.304 };
  return { minutes, cases: 42, made: 12, ...shares, verdict: { kind: 'lengthened', minutes: minutes + 90 } };
}

/** What is saved; no promise can be kept here as it is wished. */
function savedAs(id: DepartmentId, settings: NewDepartment): SavedDepartment {
  const { promise } = settings;
  const said = { field: 'promise.minutes', reason: 'Visitors are told more.' } as const;
  const caveat = promise === null ? null : { ...said, report: aReport(promise.minutes) };
  return { department: { ...settings, id }, caveat };
}

/** The part of the door that concerns departments: two of them, and a preview of one holiday. */
function departmentDoor(refusal: () => Refusal | undefined, asked: unknown[], colleagues: readonly Colleague[]) {
  const answer = <T>(request: unknown, value: T) => {
    asked.push(request);
    const refused = refusal();
    return Promise.resolve(refused === undefined ? { done: value } : { refused });
  };
  const days: PreviewDay[] = [{ date: '2026-12-25', openings: [], name: 'Christmas' }];
  const night = aDepartment({ id: 'night' as DepartmentId, name: 'Night' });
  return {
    departments: () => Promise.resolve({ done: { departments: [aDepartment(), night] } }),
    createDepartment: (settings) => answer(settings, savedAs('fresh' as DepartmentId, settings)),
    changeDepartment: (id, settings) => answer(settings, savedAs(id, settings)),
    removeDepartment: (id) => answer(`remove ${id}`, undefined),
    promiseReport: (_, minutes) => Promise.resolve({ done: { report: aReport(minutes) } }),
    previewHours: () => Promise.resolve({ done: { days } }),
    regions: (country) => Promise.resolve({ done: { regions: [{ code: `${country}-BY`, name: 'Bayern' }] } }),
    changeWork: (agent, work) => {
      const colleague = colleagues.find(({ card: of }) => of.id === agent);
      if (colleague === undefined) throw new Error(`nobody is ${agent}`);
      return answer(work, { agent: { ...colleague, work } });
    },
  } satisfies Partial<Api>;
}

/** Two days: on one somebody left, on the other nobody came. */
export function aWaitReport(): WaitReport {
  return {
    total: { waited: 15, taken: 11, left: 3, medianMs: 65_000 },
    days: [
      { day: '2026-11-23', waited: 14, taken: 11, left: 3, medianMs: 65_000 },
      { day: '2026-11-20', waited: 1, taken: 0, left: 0, medianMs: null },
    ],
    pages: [{ page: '/products/mora-bowl', left: 3 }],
  };
}

/** Everybody to whom a conversation can be handed over: Tom has room, Lena is away, and Returns has somebody. */
export function someChoices(): TransferChoices {
  const agent = (of: PersonCard, presence: Presence): AgentChoice => ({ card: of, presence, load: 1, capacity: 4 });
  return {
    agents: [agent(card('Lena'), 'away'), agent(MIA, 'available'), agent(TOM, 'available')],
    departments: [
      { id: 'returns' as DepartmentId, name: 'Returns', isOpen: true, available: 1 },
      { id: 'night' as DepartmentId, name: 'Night', isOpen: false, available: 0 },
    ],
  };
}

/** An HTTP door that answers from memory; `asked` keeps what was sent. */
export function anApi(
  me: Me,
  colleagues: readonly Colleague[],
): Api & { readonly asked: unknown[]; refuseWith?: Refusal } {
  const asked: unknown[] = [];
  const api: Api & { readonly asked: unknown[]; refuseWith?: Refusal } = {
    asked,
    peek: () => done({ purpose: 'owner' }),
    redeem: (redemption) => answer(redemption, me),
    login: (login) => answer(login, me),
    logout: () => done(undefined),
    me: () => done(me),
    changeMe: (change) => answer(change, { ...me, card: { ...me.card, ...(change as Partial<PersonCard>) } }),
    setPhoto: () => answer('photo', { card: { ...me.card, photo: '/v1/photos/new' } }),
    removePhoto: () => answer('no photo', { card: { ...me.card, photo: null } }),
    ticket: () => done({ ticket: 'ticket' }),
    agents: () => done({ agents: colleagues }),
    invite: (invitation) => {
      const { name, email, role } = invitation;
      const agent = { card: card(name), email, role, invited: true, work: someWork() };
      return answer(invitation, { agent, link: 'https://bell.example/console/#/join/CODE' });
    },
    inviteAgain: (agent) => answer(agent, { link: 'https://bell.example/console/#/join/AGAIN' }),
    floor: () => answer('floor', aFloorView()),
    transferChoices: () => done(someChoices()),
    waits: () => answer('waits', { report: aWaitReport() }),
    earlier: () => done({ conversations: [] }),
    sites: () => done({ sites: [aSite()] }),
    callbackNumber: () => done({ number: '+43 664 7654321' }),
    changeSite: (_site, change) => answer(change, { site: aSite(change as Partial<ConsoleSite>) }),
    ...departmentDoor(() => api.refuseWith, asked, colleagues),
  };
  const done = <T>(value: T) => Promise.resolve({ done: value });
  const answer = <T>(request: unknown, value: T) => {
    asked.push(request);
    return Promise.resolve(api.refuseWith === undefined ? { done: value } : { refused: api.refuseWith });
  };
  return api;
}

/** A storage that nobody else has. */
export function aStorage(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: (index) => [...kept.keys()][index] ?? null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => void kept.set(key, value),
  };
}

/** A desk of Mia, who owns the shop, with everything that tests look at. */
export interface TestDesk {
  readonly desk: Desk;
  readonly client: ScriptedClient;
  readonly router: ReturnType<typeof aRouter>;
  readonly api: ReturnType<typeof anApi>;
}

/** A desk with these rows. */
export async function aDesk(rows: readonly ConversationRow[] = [], told: Partial<Me> = {}): Promise<TestDesk> {
  const me: Me = { card: MIA, email: 'mia@shop.example', role: 'owner', switch: 'available', ...told };
  const client = aClient(MIA);
  client.inbox.set(inboxOf(...rows));
  const colleague = (of: PersonCard, invited: boolean): Colleague => ({
    card: of,
    email: `${of.id}@shop.example`,
    role: 'agent',
    invited,
    work: someWork(),
  });
  const people = [{ ...colleague(MIA, false), role: me.role }, colleague(TOM, false), colleague(card('Lena'), true)];
  const api = anApi(me, people);
  const router = aRouter();
  const desk = createDesk({
    ...{ me, api, client, router },
    drafts: createDrafts(aStorage()),
    words: wordsFor(['en-GB']),
    signOut: () => undefined,
  });
  await desk.refreshColleagues();
  return { desk, client, router, api };
}
