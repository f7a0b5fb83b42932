/**
 * How a conversation begins to want a person because its visitor turned up: it is started, or reopened after its end.
 * Messages and calls both begin here; it does not know what they bring.
 */
import type { ContentOf } from '../../protocol/events.ts';
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { DepartmentId } from '../../protocol/ids.ts';
import type { Page, QuickStart } from '../../protocol/models.ts';
import type { Decision, NewEvent, StoredEvent, SystemActor, SystemCommand, VisitorActor } from './decision.ts';
import { authorOf, CLAIMS, decision, fact, NOTHING, SYSTEM, together } from './deciding.ts';
import type { Scene } from './deciding.ts';
import { homeOf, RETURN_TIMER } from './returning.ts';
import type { ConversationState, StateChange } from './state.ts';

type Queued = ContentOf<'conversation.queued'>['body'];

/** What a visitor begins with, and what it is about if they have said so. */
interface Occasion {
  readonly via: ContentOf<'conversation.started'>['body']['via'];
  readonly topic: QuickStart | undefined;
}

/** What precedes a visitor's message or call: a start, a reopening, or nothing. */
export function opening(scene: Scene<VisitorActor, ConversationState | undefined>, occasion: Occasion): Decision {
  const { state, actor } = scene;
  if (state === undefined) return together(beginning(scene, occasion), queued(actor.department, 'started'));
  if (state.status !== 'ended' && !isLater(state)) return NOTHING;
  // CO10: the same case, but the visitor may have come back on another page.
  const visited = actor.page === null ? [] : pageVisited(state, actor.page);
  return together(decision([...visited, ...topicChosen(actor, occasion)]), queued(state.department, 'reopened'));
}

/** Whether it waits for nothing but the time of its call-back. */
function isLater({ status, waitingSince }: ConversationState): boolean {
  return status === 'waiting' && waitingSince === null;
}

/** The conversation wants a person of this department. */
export function queued(department: DepartmentId, reason: ContentOf<'conversation.queued'>['body']['reason']): Decision {
  return decision([fact(SYSTEM, { type: 'conversation.queued', body: { department, reason } })]);
}

/** The start of a conversation that does not exist, which wants nobody yet; all but its id is the session's (CO8). */
export function beginning(scene: Scene<VisitorActor, ConversationState | undefined>, occasion: Occasion): Decision {
  const { state, actor, caseNumber } = scene;
  if (state !== undefined) return NOTHING;
  const { site, locale, page, department } = actor;
  return decision(
    [
      fact(authorOf(actor), {
        type: 'conversation.started',
        body: { site, department, caseNumber, locale, page, via: occasion.via },
      }),
      ...topicChosen(actor, occasion),
    ],
    { claims: [{ take: CLAIMS.caseNumber(caseNumber), limit: 1 }] },
  );
}

// RT15: a quick start that the site does not offer says nothing; a message is never refused for it.
function topicChosen(actor: VisitorActor, { topic }: Occasion): NewEvent[] {
  const skill = topic && actor.topics[topic];
  if (topic === undefined || skill === undefined) return [];
  return [fact(authorOf(actor), { type: 'topic.chosen', body: { topic, skills: [skill] } })];
}

/** The visitor is on another page of the shop; nobody follows the pages of an ended conversation. */
export function visitPage(state: ConversationState, page: Page): Decision {
  return state.status === 'ended' ? NOTHING : decision(pageVisited(state, page));
}

function pageVisited(state: ConversationState, page: Page): NewEvent[] {
  if (state.page?.url === page.url) return [];
  return [fact({ kind: 'visitor', id: state.visitor }, { type: 'page.visited', body: { page } })];
}

/** The state that a conversation's first event makes. */
export function started(event: StoredEvent): ConversationState {
  const { by, content, at } = event;
  if (content.type !== 'conversation.started' || by.kind !== 'visitor') {
    throw new Error(`A conversation's log begins with conversation.started of a visitor, not with ${content.type}`);
  }
  const { site, department, caseNumber, locale, page } = content.body;
  return {
    seq: event.seq,
    publicSeq: event.publicSeq ?? 0,
    site,
    department,
    partner: null,
    visitor: by.id,
    caseNumber,
    status: 'waiting',
    startedAt: at,
    waitingSince: at,
    front: false,
    isPlaced: false,
    locale,
    page,
    agents: [],
    reservation: null,
    transfer: null,
    departing: null,
    skills: [],
    advisor: null,
    avoid: [],
    missed: false,
    asked: [],
    reads: [],
    recent: [],
    lastMessage: null,
    unread: 0,
    call: null,
    callback: null,
    owedSince: at,
    promise: null,
  };
}

/** RT10: it waits in another department, and has waited as long as before; a partner is named (VI6). */
export function letOverflow(
  { state }: Scene<SystemActor>,
  { to, partner, backAt }: Extract<SystemCommand, { type: 'conversation.overflow' }>['body'],
): Decision | Refusal {
  if (state.status !== 'waiting' || state.reservation !== null) {
    return refuse('conflict', 'Only a conversation that waits for nobody in particular overflows.');
  }
  if (state.department === to) return NOTHING;
  const named = partner === undefined ? {} : { partner };
  const queued = fact(SYSTEM, { type: 'conversation.queued', body: { department: to, reason: 'overflow', ...named } });
  const comesHome = { type: 'conversation.return', body: {} } as const;
  const timers = backAt === undefined ? [] : [{ set: RETURN_TIMER, dueAt: backAt, command: comesHome }];
  return decision([queued], { timers });
}

/** Reasons after which a conversation waits in front: it had somebody, or is to be called (RT3). */
const IN_FRONT: ReadonlySet<Queued['reason']> = new Set(['agent_lost', 'handed_over', 'replaced', 'callback']);

/** How queueing changes the state. */
export function foldQueued(
  state: ConversationState,
  { department, reason, replaced, partner: name }: Queued,
  at: number,
): StateChange {
  if (reason === 'returned') return { department, partner: null };
  if (reason === 'overflow') {
    const partner = name === undefined ? null : { name, home: homeOf(state) ?? state.department };
    return { department, partner };
  }
  const front = IN_FRONT.has(reason);
  const queued: StateChange = { department, status: 'waiting', waitingSince: at, front, isPlaced: false };
  if (replaced === undefined) return queued;
  const others = state.avoid.filter(({ id }) => replaced.every((each) => each.id !== id));
  const without: StateChange = { advisor: null, avoid: [...others, ...replaced], missed: false };
  // Whoever waits keeps their place: asking for somebody else must not be a way to the front.
  return reason === 'anyone' ? without : { ...queued, ...without };
}
