/**
 * The doors of owners and admins to departments, their hours, and the work of their people. Which decisions fit together
 * is `departments`' business.
 */
import { z } from 'zod';
import { CLOSE } from '../../protocol/constants.ts';
import { hours, newDepartment, promise, work } from '../../protocol/departments.ts';
import type { Department } from '../../protocol/departments.ts';
import { refuse } from '../../protocol/errors.ts';
import { agentId, departmentId } from '../../protocol/ids.ts';
import { isRefused } from '../switchboard/identity.ts';
import { ADMINS, agentEntry, requireDepartments } from './admin-routes.ts';
import { requireAgent, requireOwnPage } from './console-session.ts';
import type { Doors, DoorOptions } from './doors.ts';
import { Refused } from './server.ts';

const byId = z.object({ id: departmentId });

const country = z.object({ country: z.string().regex(/^[A-Z]{2}$/, 'must be a country code such as AT') });

/** What was asked for, unless it was refused. */
function granted<Result extends object>(result: Result): Exclude<Result, { code: string; message: string }> {
  if (isRefused(result)) throw new Refused(result);
  return result as Exclude<Result, { code: string; message: string }>;
}

/** Registers the doors to departments. */
export async function departmentRoutes(doors: Doors, options: DoorOptions): Promise<void> {
  const { store, departments, promises, holidays } = options;
  const withCaveat = async (department: Department) => ({ department, caveat: await promises.caveat(department) });
  doors.addHook('onRequest', async (request) => requireOwnPage(request, options));
  doors.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));

  doors.get('/v1/console/departments', async (request) => {
    await requireAgent(request, options);
    return { departments: await store.people.departments() };
  });
  doors.post('/v1/console/departments', { schema: { body: newDepartment } }, async (request) => {
    await requireAgent(request, options, ADMINS);
    return withCaveat(granted(await departments.create(request.body)));
  });
  doors.put('/v1/console/departments/:id', { schema: { params: byId, body: newDepartment } }, async (request) => {
    await requireAgent(request, options, ADMINS);
    return withCaveat(granted(await departments.change(request.params.id, request.body)));
  });
  doors.delete('/v1/console/departments/:id', { schema: { params: byId } }, async (request, reply) => {
    await requireAgent(request, options, ADMINS);
    const refused = await departments.remove(request.params.id);
    if (refused !== undefined) throw new Refused(refused);
    return reply.code(204).send();
  });

  const wished = z.object({ minutes: z.coerce.number().pipe(promise.shape.minutes) });
  doors.get(
    '/v1/console/departments/:id/promise',
    { schema: { params: byId, querystring: wished } },
    async (request) => {
      await requireAgent(request, options, ADMINS);
      const department = await store.people.department(request.params.id);
      if (!department) throw new Refused(refuse('not_found', 'There is no such department.'));
      return { report: await promises.report(department, request.query.minutes) };
    },
  );

  doors.post('/v1/console/hours/preview', { schema: { body: hours } }, async (request) => {
    await requireAgent(request, options);
    return { days: granted(await departments.preview(request.body)) };
  });
  doors.get('/v1/console/hours/regions/:country', { schema: { params: country } }, async (request) => {
    await requireAgent(request, options);
    return { regions: await holidays.statesOf(request.params.country) };
  });
  workRoutes(doors, options);
}

/** What people are given to do. */
function workRoutes(doors: Doors, options: DoorOptions): void {
  const { store, broker } = options;
  const params = z.object({ id: agentId });
  doors.put('/v1/console/agents/:id/work', { schema: { params, body: work } }, async (request) => {
    await requireAgent(request, options, ADMINS);
    const { id } = request.params;
    await requireDepartments(store, request.body.departments);
    await store.people.updateAgent(id, request.body);
    const agent = await store.people.agent(id);
    if (!agent) throw new Refused(refuse('not_found', 'There is no such person.'));
    // What an agent may see is decided when a connection begins.
    broker.publish(`agent:${id}`, { type: 'close', code: CLOSE.restart, reason: 'other work' });
    broker.publish('duty', { type: 'wake' });
    return { agent: agentEntry(agent) };
  });
}
