/**
 * The doors of owners and admins: the people of the console and the sites with their tags. One's own photo is here
 * too, because admins may change it as well.
 */
import { z } from 'zod';
import { skill } from '../../protocol/departments.ts';
import { refuse } from '../../protocol/errors.ts';
import { agentId, departmentId, siteId } from '../../protocol/ids.ts';
import type { AgentId, DepartmentId } from '../../protocol/ids.ts';
import { SERVER_LIMITS } from '../limits.ts';
import type { AgentRecord, SiteRecord } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { colleaguesOf } from '../switchboard/colleagues.ts';
import { isRefused, personCard } from '../switchboard/identity.ts';
import { requireAgent, requireOwnPage } from './console-session.ts';
import { fields } from './console-routes.ts';
import type { Doors, DoorOptions } from './doors.ts';
import { encodePhoto } from './photos.ts';
import { Refused } from './server.ts';

/** Roles that decide for others. */
export const ADMINS = ['admin', 'owner'] as const;

/** A person of the console as their colleagues see them. */
export const agentEntry = (agent: AgentRecord) => ({
  card: personCard(agent),
  email: agent.email,
  role: agent.role,
  invited: agent.passwordHash === null,
  work: {
    departments: agent.departments,
    skills: agent.skills,
    chatCapacity: agent.chatCapacity,
    callCapacity: agent.callCapacity,
  },
});

/** A web origin exactly as browsers send it. */
const origin = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text,
    'must be an origin such as https://www.example.com, without a path',
  );

const brand = z.string().regex(/^#[0-9a-f]{6}$/, 'must be a colour such as #0b6e6e');

const byId = { params: z.object({ id: agentId }) };

/** Refuses departments that do not exist. */
export async function requireDepartments(store: Store, wanted: readonly DepartmentId[] = []): Promise<void> {
  if (wanted.length === 0) return;
  const known = new Set((await store.people.departments()).map(({ id }) => id));
  if (wanted.every((id) => known.has(id))) return;
  throw new Refused(
    refuse('invalid', 'departments: There is no such department.', { details: { field: 'departments' } }),
  );
}

/** People of the console. */
function people(doors: Doors, options: DoorOptions): void {
  const { store, identity, ownOrigin } = options;
  const joinLink = (code: string) => `${ownOrigin()}/console/#/join/${code}`;

  doors.get('/v1/console/agents', async (request) => {
    const agent = await requireAgent(request, options);
    return { agents: (await colleaguesOf(agent, store)).map(agentEntry) };
  });

  const invitation = z.strictObject({
    name: fields.name,
    email: fields.email,
    title: fields.title,
    languages: fields.languages,
    role: z.enum(['agent', 'mentor', 'admin']),
  });
  doors.post('/v1/console/agents', { schema: { body: invitation } }, async (request) => {
    await requireAgent(request, options, ADMINS);
    const result = await identity.invite(request.body);
    if (isRefused(result)) throw new Refused(result);
    return { agent: agentEntry(result.agent), link: joinLink(result.code) };
  });

  doors.post('/v1/console/agents/:id/link', { schema: byId }, async (request) => {
    await requireAgent(request, options, ADMINS);
    const result = await identity.inviteAgain(request.params.id);
    if (isRefused(result)) throw new Refused(result);
    return { link: joinLink(result.code) };
  });
}

/** Photos of agents. */
function photos(doors: Doors, options: DoorOptions): void {
  const { store } = options;
  const change = async (id: AgentId, photo: string | null) => {
    await store.people.updateAgent(id, { photo });
    const agent = await store.people.agent(id);
    if (!agent) throw new Refused(refuse('not_found', 'There is no such person.'));
    return { card: personCard(agent) };
  };
  const requireSelfOrAdmin = async (request: Parameters<typeof requireAgent>[0], id: AgentId) => {
    const agent = await requireAgent(request, options);
    if (agent.id !== id) await requireAgent(request, options, ADMINS);
  };
  doors.addContentTypeParser(
    ['image/png', 'image/jpeg', 'image/webp'],
    { parseAs: 'buffer', bodyLimit: SERVER_LIMITS.photoBytes },
    (_request, body, done) => done(null, body),
  );
  doors.put('/v1/console/agents/:id/photo', { schema: byId, bodyLimit: SERVER_LIMITS.photoBytes }, async (request) => {
    await requireSelfOrAdmin(request, request.params.id);
    if (!Buffer.isBuffer(request.body)) throw new Refused(refuse('invalid', 'Send the picture itself as the body.'));
    const photo = await encodePhoto(request.body);
    return change(request.params.id, await store.blobs.save('photo', photo));
  });
  doors.delete('/v1/console/agents/:id/photo', { schema: byId }, async (request) => {
    await requireSelfOrAdmin(request, request.params.id);
    return change(request.params.id, null);
  });
}

/** The number as people read it; refuses one that is none, or that costs extra (CA18). */
async function contactNumber(text: string, { phones, departments }: DoorOptions): Promise<string> {
  const country = await departments.country();
  const found = await phones.contact(text, country === undefined ? [] : [country]);
  if (typeof found !== 'string') return found.shown;
  const unreadable = 'This is no telephone number. Write it with its country, such as +43 1 234567.';
  const words = {
    unreadable,
    country: unreadable,
    service: 'Calls to this number cost extra. Nobody shall pay for asking: give an ordinary or a free number.',
  };
  throw new Refused(refuse('invalid', words[found], { details: { field: 'phone', problem: found } }));
}

/** Sites with the tag that an owner pastes. */
function sites(doors: Doors, options: DoorOptions): void {
  const { store, ownOrigin } = options;
  const view = ({ id, key, name, brand: colour, origins, contactUrl, phone, departments, topics }: SiteRecord) => ({
    ...{ id, key, name, brand: colour, origins, contactUrl, phone, departments, topics },
    tag: `<script async src="${ownOrigin()}/shopbell.js" data-shopbell-site="${key}"></script>`,
  });
  doors.get('/v1/console/sites', async (request) => {
    await requireAgent(request, options);
    return { sites: (await store.people.sites()).map(view) };
  });

  const body = z.strictObject({
    name: fields.name.optional(),
    brand: brand.optional(),
    origins: z.array(origin).max(50).optional(),
    contactUrl: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .nullable()
      .optional(),
    /** What a call costs must stand beside the number (E5). */
    phone: z
      .strictObject({
        number: z.string().max(40),
        cost: z.string().trim().min(1, 'must say what a call costs').max(120),
      })
      .nullable()
      .optional(),
    /** In order of preference; without one, visitors would wait for nobody. */
    departments: z.array(departmentId).min(1, 'must name at least one department').max(50).optional(),
    /** Quick starts that are not named are switched off. */
    topics: z.strictObject({ order: skill, product: skill, return: skill }).partial().optional(),
  });
  const params = z.object({ id: siteId });
  doors.patch('/v1/console/sites/:id', { schema: { params, body } }, async (request) => {
    await requireAgent(request, options, ADMINS);
    const { name, brand: colour, origins, contactUrl, phone, departments, topics } = request.body;
    await requireDepartments(store, departments);
    const shown = phone && { ...phone, number: await contactNumber(phone.number, options) };
    await store.people.updateSite(request.params.id, {
      ...(name !== undefined && { name }),
      ...(colour !== undefined && { brand: colour }),
      ...(origins !== undefined && { origins: [...new Set(origins)] }),
      ...(contactUrl !== undefined && { contactUrl }),
      ...(shown !== undefined && { phone: shown }),
      ...(departments !== undefined && { departments: [...new Set(departments)] }),
      ...(topics !== undefined && { topics }),
    });
    const site = await store.people.site(request.params.id);
    if (!site) throw new Refused(refuse('not_found', 'There is no such site.'));
    return { site: view(site) };
  });
}

/** Registers the doors of owners and admins. */
export async function adminRoutes(doors: Doors, options: DoorOptions): Promise<void> {
  doors.addHook('onRequest', async (request) => requireOwnPage(request, options));
  doors.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
  people(doors, options);
  photos(doors, options);
  sites(doors, options);
}
