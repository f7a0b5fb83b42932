/** The settings: defaults, clear errors, and the README's table, which must equal the code's. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError, originOf, readConfig, SETTINGS } from '../../server/config.ts';

const problems = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
  }
  throw new Error('the configuration was accepted');
};

describe('configuration', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toEqual({
      host: 'localhost',
      port: 8080,
      publicUrl: null,
      dataFolder: './data',
      shared: null,
      drainMs: 5_000,
      trustProxy: false,
      addressFactor: 1,
      turn: null,
      log: 'warn',
      demo: { enabled: true, port: 8081 },
    });
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });

  it.each([
    ['SHOPBELL_PORT', '80 80', 'must be a port number from 0 to 65535'],
    ['SHOPBELL_PORT', '70000', 'must be a port number from 0 to 65535'],
    ['SHOPBELL_DEMO', 'yes', 'must be on or off'],
    ['SHOPBELL_ADDRESS_FACTOR', '0', 'must be a whole number from 1 to 9999'],
    ['SHOPBELL_ADDRESS_FACTOR', '1.5', 'must be a whole number from 1 to 9999'],
    ['SHOPBELL_DRAIN', '30', 'must be a number of seconds from 0 to 8'],
    ['SHOPBELL_LOG', 'loud', 'must be silent, error, warn, info or debug'],
    ['SHOPBELL_URL', 'chat.example.com', 'must be an http(s) address without a path'],
    ['SHOPBELL_URL', 'https://chat.example.com/bell', 'must be an http(s) address without a path'],
    ['SHOPBELL_URL', 'https://chat.example.com:port', 'must be an http(s) address without a path'],
    ['SHOPBELL_URL', 'https://me@chat.example.com', 'must be an http(s) address without a path'],
    ['SHOPBELL_TURN_URLS', 'turn.example.com', 'must be turn:, turns: or stun: URLs'],
    ['SHOPBELL_DATABASE_URL', 'mysql://localhost/shop', 'must be an address such as postgres://'],
    ['SHOPBELL_DATABASE_URL', 'localhost', 'must be an address such as postgres://'],
    ['SHOPBELL_REDIS_URL', 'localhost:6379', 'must be an address such as redis://'],
    ['SHOPBELL_REDIS_URL', 'redis://localhost/shop', 'must be an address such as redis://'],
  ])('tells what is wrong with %s="%s"', (name, value, told) => {
    expect(problems({ [name]: value })).toContain(`${name}="${value}" ${told}`);
  });

  it('takes the address of browsers as browsers write it, because it is compared with their Origin', () => {
    expect(readConfig({ SHOPBELL_URL: 'https://Chat.Example.com:443' }).publicUrl).toBe('https://chat.example.com');
    expect(readConfig({ SHOPBELL_URL: 'http://chat.example.com:8080' }).publicUrl).toBe('http://chat.example.com:8080');
  });

  it('says where browsers find the server, in the words of their Origin', () => {
    const at = (environment: Record<string, string>) => originOf(readConfig(environment), 8080);
    expect(at({})).toBe('http://localhost:8080');
    expect(at({ SHOPBELL_HOST: '::1' })).toBe('http://[::1]:8080');
    expect(at({ SHOPBELL_HOST: 'Bell.local' })).toBe('http://bell.local:8080');
    expect(at({ SHOPBELL_HOST: '0.0.0.0', SHOPBELL_URL: 'https://chat.example.com' })).toBe('https://chat.example.com');
  });

  it('tells every mistake at once, and names that are no settings', () => {
    const told = problems({ SHOPBELL_PORT: 'x', SHOPBELL_DEMO: 'x', SHOPBELL_PROT: '1' }).split('\n');
    expect(told).toHaveLength(3);
    expect(told.join(' ')).toContain('SHOPBELL_PROT is not a setting of Shopbell');
  });

  it('wants TURN servers and their secret together', () => {
    expect(problems({ SHOPBELL_TURN_SECRET: 'x' })).toContain('SHOPBELL_TURN_URLS');
    expect(problems({ SHOPBELL_TURN_URLS: 'turn:t.example.com' })).toContain('SHOPBELL_TURN_SECRET');
  });

  it('wants PostgreSQL and Redis together', () => {
    const both = {
      SHOPBELL_DATABASE_URL: 'postgres://shop:secret@db.example.com/shopbell',
      SHOPBELL_REDIS_URL: 'redis://a.example.com:7000,b.example.com:7000',
    };
    const shared = { databaseUrl: both.SHOPBELL_DATABASE_URL, redisUrl: both.SHOPBELL_REDIS_URL };
    expect(readConfig(both).shared).toEqual(shared);
    expect(problems({ ...both, SHOPBELL_REDIS_URL: '' })).toMatch(
      /^SHOPBELL_DATABASE_URL needs SHOPBELL_REDIS_URL .*$/,
    );
    expect(problems({ ...both, SHOPBELL_DATABASE_URL: '' })).toMatch(/^SHOPBELL_REDIS_URL needs SHOPBELL_DATABASE_URL .*$/); // prettier-ignore
  });

  it('tells no password', () => {
    expect(problems({ SHOPBELL_DATABASE_URL: 'postgress://shop:secret@db/shop' })).not.toContain('secret');
  });

  it('is the README’s table, row by row', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const rows = [...readme.matchAll(/^\| `(SHOPBELL_\w+)` +\| (.*?) +\| (.*?) +\|$/gm)];
    const documented = rows.map(([, name, value, meaning]) => [name, value, meaning]);
    const inCode = Object.entries(SETTINGS).map(([name, { default: value, meaning }]) => [
      name,
      value === '' ? '–' : `\`${value}\``,
      meaning,
    ]);
    expect(documented).toEqual(inCode);
  });
});
