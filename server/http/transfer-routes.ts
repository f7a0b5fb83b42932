/** The door through which an agent who hands a conversation over learns who could take it. It decides nothing. */
import { transferChoices } from '../switchboard/transfer-choices.ts';
import { requireAgent, requireOwnPage } from './console-session.ts';
import type { Doors, DoorOptions } from './doors.ts';

/** Registers it. */
export async function transferRoutes(doors: Doors, options: DoorOptions): Promise<void> {
  doors.addHook('onRequest', async (request) => requireOwnPage(request, options));
  doors.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
  doors.get('/v1/console/transfer-choices', async (request) => {
    await requireAgent(request, options);
    return transferChoices(options, options.clock.now());
  });
}
