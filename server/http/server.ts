/**
 * The HTTP server itself: Fastify with our limits, headers and the one catch that turns refusals and bugs into
 * answers (ER1–ER3). The doors register their routes on it. It knows no rule of Shopbell.
 */
import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { fastify, LogController } from 'fastify';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { hasZodFastifySchemaValidationErrors, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { HTTP_STATUS, refuse } from '../../protocol/errors.ts';
import type { Refusal, RefusalCode } from '../../protocol/errors.ts';
import type { Config } from '../config.ts';
import { StoreUnavailable } from '../store/store.ts';

/** Bytes of a JSON body; texts and settings are small. */
const BODY_BYTES = 64 * 1024;
/** Requests per address and minute over all routes: far above a busy office, far below a flood. */
const REQUESTS_PER_MINUTE = 1_200;

/** Answers with a refusal and the HTTP status of its code. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  if (refusal.retryAfter !== undefined) void reply.header('retry-after', Math.ceil(refusal.retryAfter / 1000));
  return reply.code(HTTP_STATUS[refusal.code]).send({ error: refusal });
}

/** Thrown by guards of routes and answered as a refusal by the one catch. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

const CODE_OF_STATUS: Readonly<Record<number, RefusalCode>> = { 404: 'not_found', 413: 'too_large', 429: 'limited' };

/** The refusal that an error of the framework or of a guard stands for, or undefined if it is a bug. */
function refusalOf(error: FastifyError): Refusal | undefined {
  if (error instanceof Refused) return error.refusal;
  if (error instanceof StoreUnavailable) return refuse('unavailable', 'The database cannot be written now. Try again.');
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issue = error.validation[0];
    const field = issue?.instancePath.replaceAll('/', '.').slice(1) ?? '';
    return refuse('invalid', `${field || 'body'}: ${issue?.message ?? 'does not fit'}`, { details: { field } });
  }
  const status = error.statusCode ?? 500;
  if (status >= 500) return undefined;
  return refuse(CODE_OF_STATUS[status] ?? 'invalid', status === 415 ? 'Send application/json.' : error.message);
}

/** A Fastify instance with limits, security headers, logging without content, and error answers. */
export async function createHttpServer(config: Config): Promise<FastifyInstance> {
  const server = fastify({
    logger: { level: config.log, serializers: { req: ({ method, url }) => ({ method, path: url.split('?')[0] }) } },
    logController: new LogController({ disableRequestLogging: true }),
    // Only our own proxy: what stands before its entry in X-Forwarded-For anybody may have written.
    trustProxy: config.trustProxy && ((_address, hop) => hop === 0),
    bodyLimit: BODY_BYTES,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    http: {
      headersTimeout: 10_000,
      maxHeaderSize: 8 * 1024,
      // Clients that would rather speak HTTP/2 ask so in passing, and are answered in HTTP/1.1.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    frameworkErrors: (_error, _request, reply) =>
      void sendRefusal(reply, refuse('invalid', 'This is no address of ours.')),
  });
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal) return sendRefusal(reply, refusal);
    const errorId = randomUUID();
    request.log.error({ err: error, errorId }, 'request failed');
    return sendRefusal(reply, refuse('internal', 'Something broke on our side.', { details: { error: errorId } }));
  });
  server.setNotFoundHandler((_request, reply) => sendRefusal(reply, refuse('not_found', 'There is nothing here.')));
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    strictTransportSecurity: config.publicUrl?.startsWith('https:') ?? false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await server.register(rateLimit, {
    max: REQUESTS_PER_MINUTE,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, { ttl }) =>
      new Refused(refuse('limited', 'Too many requests from this address.', { retryAfter: ttl })),
  });
  return server;
}
