/** The door of owners and admins to how visitors waited. It decides nothing. */
import { z } from 'zod';
import { isRefused } from '../switchboard/identity.ts';
import { readWaitReport } from '../switchboard/wait-reports.ts';
import { ADMINS } from './admin-routes.ts';
import { requireAgent, requireOwnPage } from './console-session.ts';
import type { Doors, DoorOptions } from './doors.ts';
import { Refused } from './server.ts';

const querystring = z.object({ zone: z.string().max(60) });

/** Registers it. */
export async function waitRoutes(doors: Doors, options: DoorOptions): Promise<void> {
  doors.addHook('onRequest', async (request) => requireOwnPage(request, options));
  doors.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
  doors.get('/v1/console/waits', { schema: { querystring } }, async (request) => {
    await requireAgent(request, options, ADMINS);
    const report = await readWaitReport(options, request.query.zone);
    if (isRefused(report)) throw new Refused(report);
    return { report };
  });
}
