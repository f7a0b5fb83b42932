/**
 * The console's HTTP door, one function per request. Every answer is data: what was asked for, or a refusal; nothing
 * throws, and a network that is away reads `unavailable`. It knows paths and shapes, nothing of when to ask.
 */
import type {
  Department,
  NewDepartment,
  PreviewDay,
  PromiseCaveat,
  PromiseReport,
  Work,
  WrittenHours,
} from '../protocol/departments.ts';
import type { WaitReport } from '../protocol/waiting.ts';
import type { FloorView } from '../protocol/floor.ts';
import type { AgentId, ConversationId, DepartmentId, SiteId, VisitorId } from '../protocol/ids.ts';
import type { TransferChoices } from '../protocol/transfer-choices.ts';
import type { Refusal, RefusalCode } from '../protocol/errors.ts';
import type {
  AgentRole,
  EarlierConversation,
  PersonCard,
  Presence,
  QuickStart,
  Site,
  SiteSettings,
} from '../protocol/models.ts';

/** What was asked for, or why not. */
export type Answer<T> = { readonly done: T } | { readonly refused: Refusal };

/** The agent who is signed in. */
export interface Me {
  readonly card: PersonCard;
  readonly email: string;
  readonly role: AgentRole;
  readonly switch: Exclude<Presence, 'offline'>;
}

/** A person of the console as the list of people shows them; `invited`: has not joined yet. */
export interface Colleague {
  readonly card: PersonCard;
  readonly email: string;
  readonly role: AgentRole;
  readonly invited: boolean;
  readonly work: Work;
}

/** A country, or a state of one, with public holidays of its own. */
export interface Region {
  readonly code: string;
  readonly name: string;
}

/** What an invitation says about somebody. */
export interface Invitation {
  readonly name: string;
  readonly email: string;
  readonly title: string;
  readonly languages: readonly string[];
  readonly role: Exclude<AgentRole, 'owner'>;
}

/** Topics of quick starts. */
export type Topics = Readonly<Partial<Record<QuickStart, string>>>;

/** A site in the settings, with the tag for its pages. */
export interface ConsoleSite extends Site {
  readonly contactUrl: string | null;
  /** The shop's number with what a call to it costs, or null. */
  readonly phone: SiteSettings['phone'];
  /** The topic of each quick start that is switched on. */
  readonly topics: Topics;
  readonly tag: string;
}

/** What can be changed of a site. */
export type SiteChange = Partial<Pick<ConsoleSite, 'name' | 'brand' | 'origins' | 'contactUrl' | 'phone' | 'topics'>>;

/** What a one-time code opens. */
export type Peeked =
  { readonly purpose: 'owner' } | { readonly purpose: 'invitation'; readonly name: string; readonly email: string };

/** What spends a one-time code: the owner brings name and e-mail too. */
export interface Redemption {
  readonly code: string;
  readonly password: string;
  readonly name?: string;
  readonly email?: string;
}

/** A department that was saved, and what its owner has to know about its promise. */
export interface SavedDepartment {
  readonly department: Department;
  readonly caveat: PromiseCaveat | null;
}

/** Every request of the console. */
export interface Api {
  peek(code: string): Promise<Answer<Peeked>>;
  redeem(redemption: Redemption): Promise<Answer<Me>>;
  login(login: { email: string; password: string }): Promise<Answer<Me>>;
  logout(): Promise<Answer<undefined>>;
  me(): Promise<Answer<Me>>;
  changeMe(change: { name?: string; title?: string; languages?: readonly string[] }): Promise<Answer<Me>>;
  setPhoto(agent: AgentId, photo: Blob): Promise<Answer<{ card: PersonCard }>>;
  removePhoto(agent: AgentId): Promise<Answer<{ card: PersonCard }>>;
  ticket(): Promise<Answer<{ ticket: string }>>;
  agents(): Promise<Answer<{ agents: readonly Colleague[] }>>;
  invite(invitation: Invitation): Promise<Answer<{ agent: Colleague; link: string }>>;
  inviteAgain(agent: AgentId): Promise<Answer<{ link: string }>>;
  /** The conversations of a visitor that this agent may see, newest first. */
  earlier(visitor: VisitorId): Promise<Answer<{ conversations: readonly EarlierConversation[] }>>;
  sites(): Promise<Answer<{ sites: readonly ConsoleSite[] }>>;
  changeSite(site: SiteId, change: SiteChange): Promise<Answer<{ site: ConsoleSite }>>;
  floor(): Promise<Answer<FloorView>>;
  /** The number that the visitor of a conversation wants to be called on. */
  callbackNumber(conversation: ConversationId): Promise<Answer<{ number: string }>>;
  /** How visitors waited in the last weeks, by the days of this zone. */
  waits(zone: string): Promise<Answer<{ report: WaitReport }>>;
  transferChoices(): Promise<Answer<TransferChoices>>;
  departments(): Promise<Answer<{ departments: readonly Department[] }>>;
  createDepartment(settings: NewDepartment): Promise<Answer<SavedDepartment>>;
  changeDepartment(department: DepartmentId, settings: NewDepartment): Promise<Answer<SavedDepartment>>;
  removeDepartment(department: DepartmentId): Promise<Answer<undefined>>;
  /** How a promise of so many minutes would be kept. */
  promiseReport(department: DepartmentId, minutes: number): Promise<Answer<{ report: PromiseReport }>>;
  previewHours(hours: WrittenHours): Promise<Answer<{ days: readonly PreviewDay[] }>>;
  /** The states of a country. */
  regions(country: string): Promise<Answer<{ regions: readonly Region[] }>>;
  changeWork(agent: AgentId, work: Work): Promise<Answer<{ agent: Colleague }>>;
}

/** Codes for answers that carry no refusal of their own, such as those of a proxy. */
const CODES: Readonly<Record<number, RefusalCode>> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  415: 'invalid',
  429: 'limited',
  500: 'internal',
};

function refusalOf(status: number, body: unknown): Refusal {
  if (typeof body === 'object' && body !== null && 'error' in body) {
    const error = body.error;
    if (typeof error === 'object' && error !== null && 'code' in error && 'message' in error) return error as Refusal;
  }
  return { code: CODES[status] ?? 'unavailable', message: `The server answered ${status}.` };
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return response.status === 204 ? undefined : await response.json();
  } catch {
    return undefined;
  }
}

async function ask<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...init });
  } catch (error) {
    return {
      refused: { code: 'unavailable', message: error instanceof Error ? error.message : 'The network is away.' },
    };
  }
  const body = await bodyOf(response);
  return response.ok ? { done: body as T } : { refused: refusalOf(response.status, body) };
}

const read = <T>(path: string): Promise<Answer<T>> => ask<T>(path, { method: 'GET' });

function write<T>(method: 'POST' | 'PATCH' | 'PUT', path: string, body: unknown): Promise<Answer<T>> {
  return ask<T>(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

/** The door of the server that served this page. */
export function createApi(base = '/v1/console'): Api {
  return {
    peek: (code) => write('POST', `${base}/peek`, { code }),
    redeem: (redemption) => write('POST', `${base}/redeem`, redemption),
    login: (login) => write('POST', `${base}/login`, login),
    logout: () => write('POST', `${base}/logout`, {}),
    me: () => read(`${base}/me`),
    changeMe: (change) => write('PATCH', `${base}/me`, change),
    setPhoto: (agent, photo) =>
      ask(`${base}/agents/${agent}/photo`, { method: 'PUT', headers: { 'content-type': photo.type }, body: photo }),
    removePhoto: (agent) => ask(`${base}/agents/${agent}/photo`, { method: 'DELETE' }),
    ticket: () => write('POST', `${base}/ticket`, {}),
    agents: () => read(`${base}/agents`),
    invite: (invitation) => write('POST', `${base}/agents`, invitation),
    inviteAgain: (agent) => write('POST', `${base}/agents/${agent}/link`, {}),
    earlier: (visitor) => read(`${base}/visitors/${visitor}/conversations`),
    sites: () => read(`${base}/sites`),
    changeSite: (site, change) => write('PATCH', `${base}/sites/${site}`, change),
    floor: () => read(`${base}/floor`),
    callbackNumber: (conversation) => read(`${base}/conversations/${conversation}/callback`),
    waits: (zone) => read(`${base}/waits?zone=${encodeURIComponent(zone)}`),
    transferChoices: () => read(`${base}/transfer-choices`),
    departments: () => read(`${base}/departments`),
    createDepartment: (settings) => write('POST', `${base}/departments`, settings),
    changeDepartment: (department, settings) => write('PUT', `${base}/departments/${department}`, settings),
    removeDepartment: (department) => ask(`${base}/departments/${department}`, { method: 'DELETE' }),
    promiseReport: (department, minutes) => read(`${base}/departments/${department}/promise?minutes=${minutes}`),
    previewHours: (hours) => write('POST', `${base}/hours/preview`, hours),
    regions: (country) => read(`${base}/hours/regions/${country}`),
    changeWork: (agent, work) => write('PUT', `${base}/agents/${agent}/work`, work),
  };
}
