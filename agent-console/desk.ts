/**
 * The desk of one signed-in agent: the client with everything around it that the views show and do. It turns wishes into
 * commands and refusals into kind words. It knows no element, and no rule of who may do what: the server decides.
 */
import type { Client } from '../client/client.ts';
import { Cell, derive, type Observable } from '../client/observable.ts';
import type { Refusal } from '../protocol/errors.ts';
import type { Audience } from '../protocol/events.ts';
import type { Reply } from '../protocol/frames.ts';
import type { Department } from '../protocol/departments.ts';
import type { AgentId, ConversationId, DepartmentId } from '../protocol/ids.ts';
import type { ConversationRow, PersonCard, Presence } from '../protocol/models.ts';
import type { Api, Colleague, Me } from './api.ts';
import { createCalls, type Calls } from './calls.ts';
import { ticking } from './clock.ts';
import { createHanding, type Handing } from './handing.ts';
import type { Drafts } from './drafts.ts';
import type { Tab } from './inbox-list.ts';
import { createNotices, type Notices } from './notices.ts';
import type { Router } from './router.ts';
import type { Words } from './texts.ts';

/** What a desk is made of. */
export interface DeskParts {
  readonly me: Me;
  readonly api: Api;
  readonly client: Client;
  readonly router: Router;
  readonly drafts: Drafts;
  readonly words: Words;
  /** Ends the sign-in, here and on the server. */
  signOut(): void;
}

/** Everything that the views of a signed-in agent need; the root passes it down. */
export interface Desk extends Omit<DeskParts, 'me'> {
  readonly me: Observable<Me>;
  /** The agent's own presence as visitors feel it. */
  readonly presence: Observable<Exclude<Presence, 'offline'>>;
  /** Server time, told each second while somebody looks. */
  readonly clock: Observable<number>;
  readonly tab: Cell<Tab>;
  /** Whether the case panel is open. */
  readonly caseOpen: Cell<boolean>;
  /** Everybody of the console, or undefined while unknown. */
  readonly colleagues: Observable<readonly Colleague[] | undefined>;
  readonly notices: Notices;
  readonly calls: Calls;
  /** How conversations change hands. */
  readonly handing: Handing;
  setMe(me: Me): void;
  /** Asks the server for the people and their departments again. */
  refreshColleagues(): Promise<void>;
  setPresence(presence: Exclude<Presence, 'offline'>): Promise<void>;
  /** Takes a waiting conversation and goes there; true if it is ours now. */
  accept(conversation: ConversationId): Promise<boolean>;
  decline(conversation: ConversationId): Promise<void>;
  end(conversation: ConversationId): Promise<void>;
  /** The visitor was called, and reached or not. */
  calledBack(conversation: ConversationId, reached: boolean): Promise<void>;
  post(conversation: ConversationId, text: string, audience: Audience): Promise<void>;
  /** The card of an agent that is known here. */
  cardOf(agent: AgentId): PersonCard | undefined;
  /** The name of a department that is known here. */
  departmentName(department: DepartmentId): string | undefined;
  /** What the desk calls the visitor of a conversation. */
  visitorName(row: Pick<ConversationRow, 'caseNumber'>): string;
}

const refusalOf = (reply: Reply): Refusal | undefined => ('refused' in reply ? reply.refused : undefined);

/** Who has a conversation or is asked for it, other than `me`. */
function otherName(desk: Pick<Desk, 'cardOf' | 'me' | 'client'>, conversation: ConversationId): string | undefined {
  const row = desk.client.inbox.value.get(conversation);
  const me = desk.me.value.card.id;
  return row?.agents.find((agent) => agent.id !== me)?.name;
}

/** The desk's commands, each with the words for its refusals. */
function commandsOf(desk: Pick<Desk, 'client' | 'notices' | 'words' | 'router' | 'me' | 'cardOf' | 'setMe'>) {
  const { client, notices, words, router } = desk;
  const texts = words.texts.conversation;
  const explain = (refusal: Refusal | undefined, otherwise = texts.refused): void => {
    if (refusal === undefined) return;
    if (refusal.code === 'not_found' || refusal.code === 'gone') notices.say(texts.gone, 'problem');
    else notices.say(refusal.code === 'limited' ? texts.limited : otherwise, 'problem');
  };
  return {
    async accept(conversation: ConversationId): Promise<boolean> {
      router.go({ view: 'inbox', conversation });
      const refusal = refusalOf(await client.send({ type: 'conversation.accept', conversation, body: {} }));
      // Only a bounded claim names itself: the agent's own hands are full.
      if (refusal?.details?.['claim'] !== undefined) notices.say(texts.full, 'kind');
      else if (refusal?.code === 'conflict') notices.say(texts.taken(otherName(desk, conversation)), 'kind');
      else explain(refusal);
      return refusal === undefined;
    },
    async decline(conversation: ConversationId): Promise<void> {
      const refusal = refusalOf(await client.send({ type: 'reservation.decline', conversation, body: {} }));
      // The reservation was over anyway: what the agent wanted has happened.
      if (refusal?.code !== 'conflict') explain(refusal);
    },
    async end(conversation: ConversationId): Promise<void> {
      explain(refusalOf(await client.send({ type: 'conversation.end', conversation, body: {} })));
    },
    async calledBack(conversation: ConversationId, reached: boolean): Promise<void> {
      const refusal = refusalOf(await client.send({ type: 'callback.done', conversation, body: { reached } }));
      explain(refusal, words.texts.callback.refused);
    },
    async post(conversation: ConversationId, text: string, audience: Audience): Promise<void> {
      const refusal = refusalOf(await client.send({ type: 'message.post', conversation, body: { text, audience } }));
      explain(refusal, audience === 'staff' ? texts.noteRefused : texts.refused);
    },
    async setPresence(presence: Exclude<Presence, 'offline'>): Promise<void> {
      const before = desk.me.value;
      desk.setMe({ ...before, switch: presence });
      const refusal = refusalOf(await client.send({ type: 'presence.set', body: { presence } }));
      if (refusal === undefined) return;
      desk.setMe(before);
      explain(refusal);
    },
  };
}

/** The people of the console, and what is known of each from wherever it came. */
function peopleOf(api: Api, client: Client, me: Observable<Me>) {
  const colleagues = new Cell<readonly Colleague[] | undefined>(undefined);
  let departments: readonly Department[] = [];
  return {
    colleagues,
    async refreshColleagues(): Promise<void> {
      const [people, rooms] = await Promise.all([api.agents(), api.departments()]);
      if ('done' in rooms) departments = rooms.done.departments;
      if ('done' in people) colleagues.set(people.done.agents);
    },
    departmentName: (department: DepartmentId) => departments.find(({ id }) => id === department)?.name,
    cardOf(agent: AgentId): PersonCard | undefined {
      if (agent === me.value.card.id) return me.value.card;
      const known = colleagues.value?.find((colleague) => colleague.card.id === agent)?.card;
      if (known !== undefined) return known;
      const rows = [...client.inbox.value.values()];
      return rows.flatMap((row) => row.agents).find((card) => card.id === agent);
    },
  };
}

/** The desk of the agent who has just signed in; the caller starts and stops its client. */
export function createDesk(parts: DeskParts): Desk {
  const { client, router, words } = parts;
  const me = new Cell(parts.me);
  const base = {
    ...parts,
    ...peopleOf(parts.api, client, me),
    me,
    notices: createNotices(),
    presence: derive(me, (value) => value.switch),
    clock: ticking(() => client.serverNow()),
    tab: new Cell<Tab>('all'),
    caseOpen: new Cell(true),
    setMe: (value: Me) => {
      me.set(value);
    },
    visitorName: (row: Pick<ConversationRow, 'caseNumber'>) => words.texts.inbox.visitor(row.caseNumber),
  };
  const commands = commandsOf(base);
  const { notices, departmentName, cardOf } = base;
  const handing = createHanding({ client, notices, words, cardOf, departmentName, me: () => me.value.card.id });
  const setPresence = async (presence: Exclude<Presence, 'offline'>): Promise<void> => {
    await commands.setPresence(presence);
    if (me.value.switch === 'away') handing.go('away');
  };
  return {
    ...base,
    ...commands,
    handing,
    setPresence,
    calls: createCalls({ client, router, accept: commands.accept }),
  };
}
