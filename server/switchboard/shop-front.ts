/**
 * What a site shows to everybody on its pages: who answers there, and the ways to reach them now. It puts the picture
 * together from the store and who is here, at most once a second for all sites, because nothing is asked for more often.
 */
import type { Offer } from '../../protocol/channels.ts';
import type { Department } from '../../protocol/departments.ts';
import type { AgentId, DepartmentId } from '../../protocol/ids.ts';
import { quickStart } from '../../protocol/models.ts';
import type { SiteSettings } from '../../protocol/models.ts';
import type { Broker, PresentAs } from '../broker/broker.ts';
import type { Clock } from '../clock.ts';
import { isFreeFor, offerOf, servingIn } from '../domain/channels.ts';
import type { OfferAgent, OfferDepartment } from '../domain/channels.ts';
import { CLAIMS } from '../domain/deciding.ts';
import { partnerOf } from '../domain/partners.ts';
import type { QueueKind } from '../domain/queue.ts';
import type { AgentRecord, SiteRecord } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import type { Callbacks } from './callbacks.ts';
import type { Departments } from './departments.ts';
import { Estimates } from './estimates.ts';
import { personCard } from './identity.ts';
import type { Promises } from './promises.ts';
import { whoIsHere } from './who-is-here.ts';

/** People shown on the first screen. */
const TEAM_SIZE = 6;
/** For so long a picture serves everybody. */
const PICTURE_MS = 1_000;

export interface ShopFrontParts {
  readonly store: Store;
  readonly broker: Broker;
  readonly clock: Clock;
  readonly departments: Departments;
  readonly promises: Promises;
  readonly callbacks: Callbacks;
}

/** Everybody who can answer, and where. */
interface Picture {
  readonly now: number;
  /** Who has accepted the invitation. */
  readonly agents: readonly AgentRecord[];
  readonly here: ReadonlyMap<AgentId, PresentAs>;
  readonly chances: readonly OfferAgent[];
  readonly departments: readonly OfferDepartment[];
  /** What was made of it; a site that has changed is another record. */
  readonly settings: WeakMap<SiteRecord, SiteSettings>;
}

export class ShopFront {
  readonly #parts: ShopFrontParts;
  readonly #estimates: Estimates;
  #picture: { readonly until: number; readonly drawn: Promise<Picture> } | undefined;

  constructor(parts: ShopFrontParts) {
    this.#parts = parts;
    this.#estimates = new Estimates(parts);
  }

  /** What the widget on this site shows, people who are here first. */
  async settings(site: SiteRecord): Promise<SiteSettings> {
    const picture = await this.#current();
    const known = picture.settings.get(site);
    if (known !== undefined) return known;
    const settings = settingsOf(site, picture);
    picture.settings.set(site, settings);
    return settings;
  }

  /** What the site offers its visitors now. */
  async offer(site: SiteRecord): Promise<Offer> {
    const { answering, channels } = await this.settings(site);
    return { answering, channels };
  }

  #current(): Promise<Picture> {
    const now = this.#parts.clock.now();
    if (this.#picture !== undefined && now < this.#picture.until) return this.#picture.drawn;
    const drawn = this.#draw(now);
    this.#picture = { until: now + PICTURE_MS, drawn };
    // What could not be read is asked for again.
    drawn.catch(() => (this.#picture = undefined));
    return drawn;
  }

  async #draw(now: number): Promise<Picture> {
    const { store, departments, promises, callbacks } = this.#parts;
    const homes = new Set((await store.people.sites()).map((site) => site.departments[0]));
    const here = await whoIsHere(this.#parts);
    const agents = (await store.people.agents()).filter(({ passwordHash }) => passwordHash !== null);
    const available = agents.filter(({ id }) => here.get(id) === 'available').map(({ id }) => id);
    const keys = available.flatMap((id) => [CLAIMS.agentLoad(id), CLAIMS.agentCall(id)]);
    const held = await store.claims(keys);
    const chances = agents.map(({ id, departments: of, chatCapacity, callCapacity }): OfferAgent => {
      const hasRoom = (held.get(CLAIMS.agentLoad(id)) ?? 0) < chatCapacity;
      const calls = { takesCalls: callCapacity > 0, isCalling: held.has(CLAIMS.agentCall(id)) };
      return { departments: of, isHere: here.get(id) === 'available', hasRoom, ...calls };
    });
    // Times can be chosen where hours are known.
    const isCalledBack = ({ id, hours }: Department): boolean => hours !== null && homes.has(id);
    const all = (await store.people.departments()).map(async (department): Promise<OfferDepartment> => {
      const hours = department.hours && (await departments.hours(department.hours, now));
      const wait = (kind: QueueKind) => this.#wait(department.id, kind, chances);
      return {
        ...{ ...department, hours, promisedBy: (await promises.promiseFor(department)) ?? null },
        waitMs: { chat: await wait('chat'), call: await wait('call') },
        callbackAt: isCalledBack(department) ? ((await callbacks.offer(department.id, agents)).slots[0] ?? null) : null,
      };
    });
    return { now, agents, here, chances, departments: await Promise.all(all), settings: new WeakMap() };
  }

  /** Where somebody is free nobody waits, and where nobody is there is no queue. */
  async #wait(department: DepartmentId, kind: QueueKind, agents: readonly OfferAgent[]): Promise<number | null> {
    const serving = servingIn(department, kind, agents);
    if (serving.length === 0 || serving.some((agent) => isFreeFor(agent, kind))) return null;
    return this.#estimates.next({ department, kind, serving: serving.length });
  }
}

/** CH4: where a partner would answer, the faces are those of its people. */
function facesOf({ answering }: Offer, departments: readonly OfferDepartment[]): readonly DepartmentId[] | undefined {
  if (answering.who !== 'partner') return undefined;
  return departments.filter(({ kind, name }) => kind === 'partner' && name === answering.name).map(({ id }) => id);
}

function settingsOf(site: SiteRecord, { now, agents, here, chances, departments }: Picture): SiteSettings {
  const { key, name, brand, contactUrl, phone, topics } = site;
  const quickStarts = quickStart.options.filter((each) => topics[each] !== undefined);
  const [home] = site.departments;
  if (home === undefined) throw new Error('a site routes to no department');
  const offer = offerOf({
    now,
    home,
    departments,
    agents: chances,
    contact: contactUrl === null && phone === null ? null : { cost: phone?.cost ?? null },
  });
  const shown = facesOf(offer, departments) ?? site.departments;
  const joined = agents.filter((agent) => agent.departments.some((id) => shown.includes(id)));
  const isHere = ({ id }: AgentRecord): boolean => here.get(id) === 'available';
  const team = [...joined.filter(isHere), ...joined.filter((agent) => !isHere(agent))].slice(0, TEAM_SIZE);
  const available = offer.answering.who !== 'nobody';
  return {
    key,
    name,
    brand,
    contactUrl,
    phone,
    quickStarts,
    team: team.map((agent) => personCard(agent, partnerOf(agent.departments, departments))),
    available,
    ...offer,
  };
}
