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
import { SERVER_LIMITS, SERVER_TIMES } from '../limits.ts';
import { StoreUnavailable } from '../store/store.ts';
import { homeOf } from './home.ts';

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
    bodyLimit: SERVER_LIMITS.bodyBytes,
    requestTimeout: SERVER_TIMES.requestMs,
    forceCloseConnections: true,
    http: {
      headersTimeout: SERVER_TIMES.headersMs,
      // Otherwise the times above are looked at twice a minute only.
      connectionsCheckingInterval: SERVER_TIMES.slowLookMs,
      maxHeaderSize: SERVER_LIMITS.headerBytes,
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
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    strictTransportSecurity: config.publicUrl?.startsWith('https:') ?? false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await server.register(rateLimit, {
    max: SERVER_LIMITS.requestsPerMinute * config.addressFactor,
    timeWindow: 60_000,
    keyGenerator: ({ ip }) => homeOf(ip),
    errorResponseBuilder: (_request, { ttl }) =>
      new Refused(refuse('limited', 'Too many requests from this address.', { retryAfter: ttl })),
  });
  // Guessing addresses counts as well.
  server.setNotFoundHandler({ preHandler: server.rateLimit() }, (_request, reply) =>
    sendRefusal(reply, refuse('not_found', 'There is nothing here.')),
  );
  return server;
}
