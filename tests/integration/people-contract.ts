/**
 * The contract of the plain rows behind `store.people`: what is written is read back whole, lists keep their order, and
 * a taken e-mail or an expired secret changes nothing. One suite for every driver; knows none.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UNDECIDED } from '../../protocol/departments.ts';
import type { Department } from '../../protocol/departments.ts';
import type { AgentId, SiteKey } from '../../protocol/ids.ts';
import type {
  AgentRecord,
  CodeRecord,
  NewAgent,
  PeopleStore,
  SessionRecord,
  SiteRecord,
  VisitorRecord,
} from '../../server/store/people.ts';
import { anId, aPage, aVisitorActor } from '../helpers/builders.ts';
import { aStart, NOON } from '../helpers/commits.ts';
import type { DisposableStore, StoreHarness } from './store-contract.ts';

const aSite = (told: Partial<SiteRecord> = {}): SiteRecord => ({
  id: anId(),
  key: `sb_${anId<string>().slice(-20).replaceAll('-', 'a')}` as SiteKey,
  name: 'Demo shop',
  brand: '#224466',
  origins: ['https://shop.example', 'https://www.shop.example'],
  contactUrl: null,
  phone: null,
  departments: [anId(), anId()],
  topics: {},
  ...told,
});

const aDepartment = (told: Partial<Department> = {}): Department => ({
  ...UNDECIDED,
  id: anId(),
  name: 'Team',
  ...told,
});

const aNewAgent = (told: Partial<NewAgent> = {}): NewAgent => ({
  id: anId(),
  name: 'Mia Vogel',
  email: 'mia@shop.example',
  role: 'agent',
  title: 'Advisor',
  languages: ['de', 'en'],
  departments: [anId()],
  ...told,
});

const anInvitation = (agent: AgentId, codeHash = 'invitation'): CodeRecord => ({
  codeHash,
  purpose: 'invitation',
  agent,
  expiresAt: NOON,
});

const recordOf = (agent: NewAgent, passwordHash: string | null = null): AgentRecord => ({
  ...agent,
  photo: null,
  passwordHash,
  switch: 'available',
  skills: [],
  chatCapacity: 4,
  callCapacity: 1,
});

/** Holds the plain rows of a driver to the contract. */
export function peopleContract({ open }: StoreHarness): void {
  let opened: DisposableStore;
  let people: PeopleStore;

  beforeEach(async () => {
    opened = await open();
    people = opened.store.people;
  });
  afterEach(() => opened.discard());

  sites(() => people);
  departments(() => people);
  agents(() => people);
  secrets(() => people);
  sessions(() => people, () => opened); // prettier-ignore
  nodes(() => people);
}

function sites(people: () => PeopleStore): void {
  describe('sites', () => {
    it('are found by id and key, and listed by name', async () => {
      const [one, other] = [aSite(), aSite({ name: 'Another', contactUrl: 'https://shop.example/contact' })];
      await people().createSite(one);
      await people().createSite(other);
      expect(await people().sites()).toEqual([other, one]);
      expect(await people().siteByKey(one.key)).toEqual(one);
      expect(await people().site(other.id)).toEqual(other);
      expect(await people().siteByKey('sb_nobody')).toBeUndefined();
    });

    it('the first one is made once, with its department, whatever races', async () => {
      const sites = Array.from({ length: 10 }, () => aSite());
      const department = (site: SiteRecord) => aDepartment({ id: site.departments[0] ?? anId() });
      const made = await Promise.all(sites.map((site) => people().createFirstSite(site, department(site))));
      const [only] = await people().sites();
      expect(made.filter(Boolean)).toHaveLength(1);
      expect(only).toEqual(sites[made.indexOf(true)]);
      expect(await people().departments()).toEqual(only && [department(only)]);
    });

    it('change only where they are told to', async () => {
      const [one, other] = [aSite(), aSite()];
      await people().createSite(one);
      await people().createSite(other);
      await people().updateSite(one.id, { name: 'New', origins: ['https://new.example'] });
      await people().updateSite(one.id, { contactUrl: 'https://new.example/help' });
      const phone = { number: '+43 1 5887180', cost: 'Free' };
      await people().updateSite(one.id, { phone });
      await people().updateSite(one.id, {});
      const changed = { name: 'New', origins: ['https://new.example'], contactUrl: 'https://new.example/help' };
      expect(await people().site(one.id)).toEqual({ ...one, ...changed, phone });
      await people().updateSite(one.id, { phone: null });
      expect(await people().site(one.id)).toEqual({ ...one, ...changed });
      expect(await people().site(other.id)).toEqual(other);
    });

    it('route to others when they are told to', async () => {
      const [site, departments] = [aSite(), [anId(), anId()] as SiteRecord['departments']];
      await people().createSite(site);
      await people().updateSite(site.id, { departments });
      expect(await people().site(site.id)).toEqual({ ...site, departments });
    });

    it('keep the topics of their quick starts', async () => {
      const site = aSite({ topics: { order: 'orders', return: 'returns' } });
      await people().createSite(site);
      expect(await people().siteByKey(site.key)).toEqual(site);
      await people().updateSite(site.id, { topics: { product: 'glazes' } });
      expect(await people().siteByKey(site.key)).toEqual({ ...site, topics: { product: 'glazes' } });
    });

    it('are one record for all who ask on a node, until something of them changes', async () => {
      const site = aSite();
      await people().createSite(site);
      const known = await Promise.all(Array.from({ length: 4 }, () => people().siteByKey(site.key)));
      // One or two nodes may have answered.
      expect(new Set(known).size).toBeLessThanOrEqual(2);
      await people().updateSite(site.id, { origins: ['https://new.example'] });
      expect(await people().siteByKey(site.key)).toEqual({ ...site, origins: ['https://new.example'] });
      expect(known[0]).toEqual(site);
    });
  });
}

function departments(people: () => PeopleStore): void {
  const hours: Department['hours'] = {
    zone: 'Europe/Zurich',
    week: [[{ from: 540, to: 720 }], [], [], [], [], [], []],
    region: 'CH-ZH',
    special: [{ date: '2026-12-24', name: 'Christmas Eve', openings: [] }],
  };

  describe('departments', () => {
    it('are found by id, and listed by name', async () => {
      const help = aDepartment({ name: 'Help', kind: 'partner' });
      const sales = aDepartment({ name: 'Sales', hours, overflow: help.id });
      for (const department of [sales, help]) await people().createDepartment(department);
      expect(await people().departments()).toEqual([help, sales]);
      expect(await people().department(sales.id)).toEqual(sales);
      expect(await people().department(anId())).toBeUndefined();
    });

    it('change only where they are told to, and go', async () => {
      const [one, other] = [aDepartment({ hours }), aDepartment()];
      for (const department of [one, other]) await people().createDepartment(department);
      const settings = { ...UNDECIDED, name: 'New', overflow: other.id, promise: { minutes: 90 } };
      await people().updateDepartment(one.id, settings);
      expect(await people().department(one.id)).toEqual({ ...settings, id: one.id });
      expect(await people().department(other.id)).toEqual(other);
      await people().deleteDepartment(one.id);
      expect(await people().departments()).toEqual([other]);
    });
  });
}

function agents(people: () => PeopleStore): void {
  describe('agents', () => {
    it('are invited once per e-mail', async () => {
      const [mia, impostor] = [aNewAgent(), aNewAgent({ name: 'Impostor' })];
      expect(await people().inviteAgent(mia, anInvitation(mia.id))).toBe(true);
      expect(await people().inviteAgent(impostor, anInvitation(impostor.id, 'second'))).toBe(false);
      expect(await people().agents()).toEqual([recordOf(mia)]);
      expect(await people().agentByEmail('mia@shop.example')).toEqual(recordOf(mia));
      expect(await people().code('second', 0)).toBeUndefined();
      expect(await people().code('invitation', 0)).toEqual(anInvitation(mia.id));
    });

    it('change only where they are told to', async () => {
      const mia = aNewAgent();
      await people().inviteAgent(mia, anInvitation(mia.id));
      await people().updateAgent(mia.id, { languages: ['fr'], photo: 'face', passwordHash: 'hash', switch: 'away' });
      await people().updateAgent(mia.id, { name: 'Mia', title: 'Lead' });
      await people().updateAgent(mia.id, { skills: ['returns'], chatCapacity: 2, callCapacity: 0 });
      await people().updateAgent(mia.id, {});
      const changed = {
        ...{ name: 'Mia', title: 'Lead', languages: ['fr'], photo: 'face', switch: 'away' },
        ...{ skills: ['returns'], chatCapacity: 2, callCapacity: 0 },
      };
      expect(await people().agent(mia.id)).toEqual({ ...recordOf(mia, 'hash'), ...changed });
    });
  });
}

function secrets(people: () => PeopleStore): void {
  describe('secrets', () => {
    it('[ST12] a code of one purpose is no code of another, and an expired one is none', async () => {
      const mia = aNewAgent();
      await people().inviteAgent(mia, anInvitation(mia.id));
      const owner = { ...aNewAgent({ email: 'owner@shop.example' }), passwordHash: 'hash' };
      expect(await people().redeemOwnerCode('invitation', NOON - 1, owner)).toBe(false);
      expect(await people().redeemInvitation('invitation', NOON, 'hash')).toBeUndefined();
      expect(await people().code('invitation', NOON)).toBeUndefined();
      expect(await people().redeemInvitation('invitation', NOON - 1, 'hash')).toBe(mia.id);
      expect(await people().agents()).toEqual([recordOf(mia, 'hash')]);
    });

    it('an owner whose e-mail is taken leaves the code unspent', async () => {
      const mia = aNewAgent();
      await people().inviteAgent(mia, anInvitation(mia.id));
      const code: CodeRecord = { codeHash: 'owner', purpose: 'owner', agent: null, expiresAt: NOON };
      await people().createCode(code);
      const owner = { ...aNewAgent({ role: 'owner' }), passwordHash: 'hash' };
      expect(await people().redeemOwnerCode('owner', 0, owner)).toBe(false);
      expect(await people().code('owner', 0)).toEqual(code);
    });

    it('[ST12] of two owner links only one makes an owner', async () => {
      const code = (codeHash: string): CodeRecord => ({ codeHash, purpose: 'owner', agent: null, expiresAt: NOON });
      for (const codeHash of ['first start', 'second start']) await people().createCode(code(codeHash));
      const owner = (email: string) => ({ ...aNewAgent({ role: 'owner', email }), passwordHash: 'hash' });
      const outcomes = await Promise.all([
        people().redeemOwnerCode('first start', 0, owner('mia@shop.example')),
        people().redeemOwnerCode('second start', 0, owner('eve@shop.example')),
      ]);
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      const winner = outcomes[0] ? 'mia@shop.example' : 'eve@shop.example';
      expect((await people().agents()).map(({ email }) => email)).toEqual([winner]);
    });

    it('[ST12] whoever joins by one invitation makes all their others worthless', async () => {
      const [mia, tom] = [aNewAgent(), aNewAgent({ email: 'tom@shop.example' })];
      await people().inviteAgent(mia, anInvitation(mia.id));
      await people().createCode(anInvitation(mia.id, 'sent again'));
      await people().inviteAgent(tom, anInvitation(tom.id, 'of tom'));
      const outcomes = await Promise.all([
        people().redeemInvitation('sent again', 0, 'hash'),
        people().redeemInvitation('invitation', 0, 'of a finder'),
      ]);
      expect(outcomes.filter((outcome) => outcome !== undefined)).toEqual([mia.id]);
      expect((await people().agent(mia.id))?.passwordHash).toBe(outcomes[0] === mia.id ? 'hash' : 'of a finder');
      const left = ['invitation', 'sent again', 'of tom'].map((codeHash) => people().code(codeHash, 0));
      expect(await Promise.all(left)).toEqual([undefined, undefined, anInvitation(tom.id, 'of tom')]);
    });

    it('sign-ins end by time, by signing out and everywhere at once', async () => {
      const mia = aNewAgent();
      await people().inviteAgent(mia, anInvitation(mia.id));
      const login = (tokenHash: string) => ({ tokenHash, agent: mia.id, expiresAt: NOON });
      for (const token of ['a', 'b', 'c']) await people().createLogin(login(token));
      expect(await people().login('a', NOON - 1)).toEqual(login('a'));
      expect(await people().login('a', NOON)).toBeUndefined();
      await people().createTicket({ ticketHash: 'ticket', agent: mia.id, expiresAt: NOON });
      expect(await people().deleteLogin('a')).toBe(mia.id);
      expect(await people().deleteLogin('a')).toBeUndefined();
      expect(await people().redeemTicket('ticket', 0)).toBeUndefined();
      expect(await people().login('a', 0)).toBeUndefined();
      await people().deleteLoginsOf(mia.id);
      expect([await people().login('b', 0), await people().login('c', 0)]).toEqual([undefined, undefined]);
    });

    it('[ER5] attempts are counted under each of their keys, whatever races, until they are old or taken back', async () => {
      const tries = (id: string, at: number, ...keys: readonly string[]) =>
        people().attempt({ id, at, keys: keys.map((key) => ({ key, limit: 3, windowMs: 1_000 })) });
      const waits = await Promise.all(Array.from({ length: 8 }, (_, index) => tries(`${index}`, NOON, 'mia', 'home')));
      expect(waits.toSorted((one, other) => one - other)).toEqual([0, 0, 0, 1_000, 1_000, 1_000, 1_000, 1_000]);
      expect(await tries('another account', NOON + 400, 'tom', 'home')).toBe(600);
      expect(await tries('another home', NOON + 400, 'mia', 'abroad')).toBe(600);
      expect(await tries('somebody else', NOON + 400, 'tom', 'abroad')).toBe(0);
      await people().takeBackAttempt(`${waits.indexOf(0)}`);
      expect(await tries('again', NOON + 400, 'mia', 'home')).toBe(0);
      expect(await tries('too early', NOON + 999, 'mia', 'home')).toBe(1);
      expect(await tries('late enough', NOON + 1_000, 'mia', 'home')).toBe(0);
    });

    it('an expired ticket opens nothing', async () => {
      const mia = aNewAgent();
      await people().inviteAgent(mia, anInvitation(mia.id));
      await people().createTicket({ ticketHash: 'ticket', agent: mia.id, expiresAt: NOON });
      expect(await people().redeemTicket('ticket', NOON)).toBeUndefined();
      expect(await people().redeemTicket('ticket', NOON - 1)).toBeUndefined();
    });
  });
}

function sessions(people: () => PeopleStore, opened: () => DisposableStore): void {
  describe('visitors and sessions', () => {
    it('a visitor is found by the token alone', async () => {
      const visitor: VisitorRecord = { id: anId(), site: anId(), sweepAt: NOON };
      await people().createVisitor(visitor, 'token');
      expect(await people().visitorByToken('token')).toEqual(visitor);
      expect(await people().visitorByToken('other')).toBeUndefined();
    });

    it('[ST16] sweeping removes what has expired and visitors who left nothing, and nobody else', async () => {
      const mia = aNewAgent();
      await people().inviteAgent(mia, anInvitation(mia.id));
      await people().createLogin({ tokenHash: 'expired', agent: mia.id, expiresAt: NOON });
      await people().createLogin({ tokenHash: 'good', agent: mia.id, expiresAt: NOON + 1 });
      const names = ['left nothing', 'is new', 'has written', 'is here', 'came back'];
      const visitors = names.map((name, index): VisitorRecord & { name: string } => ({
        ...{ id: anId(), site: anId(), name },
        sweepAt: name === 'is new' ? NOON + 1 : NOON - index,
      }));
      for (const { name, ...visitor } of visitors) await people().createVisitor(visitor, name);
      const [, , writer, present, back] = visitors.map(({ id }) => id);
      await opened().store.commit(aStart({ visitor: aVisitorActor({ visitor: writer! }) }));
      await people().saveSession(aSession({ person: { kind: 'visitor', id: present! } }));
      expect(await people().keepVisitor(back!, NOON + 1)).toBe(true);
      expect([await people().sweep(NOON, 2), await people().sweep(NOON, 9)]).toEqual([true, false]);
      const known = await Promise.all(names.map(async (name) => (await people().visitorByToken(name))?.sweepAt));
      expect(known).toEqual([undefined, NOON + 1, null, NOON - 3, NOON + 1]);
      expect(await people().keepVisitor(visitors[0]!.id, NOON)).toBe(false);
      const kept = await Promise.all(['expired', 'good'].map((token) => people().login(token, 0)));
      expect([kept.map((login) => login?.tokenHash), await people().code('invitation', 0)]).toEqual([
        [undefined, 'good'],
        undefined,
      ]);
    });

    it('sessions are rows that outlive the server', async () => {
      const ofVisitor: SessionRecord = {
        id: anId(),
        person: { kind: 'visitor', id: anId() },
        locale: 'de-CH',
        page: aPage(),
        awaySince: null,
      };
      const ofAgent: SessionRecord = { ...ofVisitor, id: anId(), person: { kind: 'agent', id: anId() }, page: null };
      for (const session of [ofVisitor, ofAgent]) await people().saveSession(session);
      await people().saveSession({ ...ofVisitor, page: aPage('/basket') });
      await people().setSessionAway(ofAgent.id, NOON);
      const again = (await opened().reopen()).people;
      expect(await again.session(ofVisitor.id)).toEqual({ ...ofVisitor, page: aPage('/basket') });
      expect(await again.session(ofAgent.id)).toEqual({ ...ofAgent, awaySince: NOON });
      await again.setSessionAway(ofAgent.id, null);
      await again.deleteSession(ofVisitor.id);
      expect(await again.sessions()).toEqual([ofAgent]);
    });
  });
}

const aSession = (told: Partial<SessionRecord> = {}): SessionRecord => ({
  ...{ id: anId(), person: { kind: 'visitor', id: anId() }, locale: 'de', page: null, awaySince: null, node: 'one' },
  ...told,
});

function nodes(people: () => PeopleStore): void {
  describe('nodes', () => {
    it('see each other’s signs of life', async () => {
      expect(await people().beat('one')).toEqual(new Map([['one', 1]]));
      await people().beat('other');
      await people().beat('one');
      expect(await people().beat('one')).toEqual(new Map([['one', 3], ['other', 1]])); // prettier-ignore
    });

    it('[RS8] of ten nodes one gets a session that is away, and none one that is connected', async () => {
      const session = aSession();
      await people().saveSession(session);
      const names = Array.from({ length: 10 }, (_, index) => `node ${index}`);
      const race = () =>
        Promise.all(
          names.map((node) => people().takeSession({ ...session, node }, { node: 'one', isDisconnected: false })),
        );
      expect((await race()).filter(Boolean)).toEqual([]);
      await people().setSessionAway(session.id, NOON, 'one');
      const won = await race();
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await people().session(session.id)).toEqual({ ...session, node: names[won.indexOf(true)] });
    });

    it('[RS8] may have a session at once whose node is known not to have it any more', async () => {
      const session = aSession();
      await people().saveSession(session);
      const taken = { ...session, node: 'other', page: aPage() };
      expect(await people().takeSession(taken, { node: 'third', isDisconnected: true })).toBe(false);
      expect(await people().takeSession(taken, { node: 'one', isDisconnected: true })).toBe(true);
      expect(await people().session(session.id)).toEqual(taken);
    });

    it('[RS8] no longer change a session that another one has', async () => {
      const session = aSession({ node: 'other' });
      await people().saveSession(session);
      await people().setSessionAway(session.id, NOON, 'one');
      await people().deleteSession(session.id, 'one');
      expect(await people().session(session.id)).toEqual(session);
      await people().deleteSession(session.id, 'other');
      expect(await people().session(session.id)).toBeUndefined();
    });

    it('[RS8] a dead one has one heir, who gets its sessions and no others', async () => {
      const [orphan, other] = [aSession({ node: 'dead' }), aSession()];
      for (const session of [orphan, other]) await people().saveSession(session);
      await people().beat('dead');
      const heirs = ['one', 'other', 'third'];
      const estates = await Promise.all(heirs.map((heir) => people().inherit('dead', heir, NOON)));
      const heir = heirs[estates.findIndex((estate) => estate.length > 0)];
      const inherited = { ...orphan, node: heir, awaySince: NOON };
      expect(estates.flat()).toEqual([inherited]);
      expect(await people().sessions()).toEqual(expect.arrayContaining([inherited, other]));
      expect(await people().beat('dead')).toEqual(new Map([['dead', 1]]));
    });

    it('[RS8] take back what was inherited too early, unless somebody uses it', async () => {
      const [inherited, used, own] = [aSession({ awaySince: NOON }), aSession(), aSession({ node: 'early' })];
      for (const session of [inherited, used, own]) await people().saveSession(session);
      await people().reclaimSessions([inherited.id, used.id, own.id], 'early');
      expect(await people().session(inherited.id)).toEqual({ ...inherited, node: 'early', awaySince: null });
      expect(await people().session(used.id)).toEqual(used);
      expect(await people().session(own.id)).toEqual(own);
    });

    it('[RS8] leave their sessions when they go', async () => {
      const [left, other] = [aSession(), aSession({ node: 'other' })];
      for (const session of [left, other]) await people().saveSession(session);
      await people().leaveSessions('one', NOON);
      expect(await people().session(left.id)).toEqual({ ...left, awaySince: NOON });
      expect(await people().session(other.id)).toEqual(other);
    });
  });
}
