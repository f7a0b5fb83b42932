/**
 * Runs a program of this project and keeps what it says, so that several can run at once without mixing their words.
 * Knows where npm puts programs; knows nothing of what they do.
 */
import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Resolves when the program has ended, with everything that it printed; a program that could not be started, or was
 * ended by a signal, counts as failed.
 * @param {readonly string[]} command program and arguments
 * @param {Readonly<Record<string, string>>} [env] added to this process's own
 * @returns {Promise<{ ok: boolean, output: string, seconds: number }>}
 */
export function run([program = '', ...args], env = {}) {
  const startedAt = performance.now();
  const path = [fileURLToPath(new URL('../node_modules/.bin', import.meta.url)), process.env.PATH ?? ''].join(
    delimiter,
  );
  const child = spawn(program, args, {
    cwd: ROOT,
    // Colours are for eyes: in the log of a CI they are noise.
    env: { ...process.env, ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }), ...env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  /** @param {Buffer} chunk */
  const keep = (chunk) => (output += chunk.toString());
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const pass = () => child.kill('SIGTERM');
  process.once('SIGTERM', pass);
  return new Promise((resolve) => {
    /** @param {boolean} ok */
    const end = (ok) => {
      process.off('SIGTERM', pass);
      resolve({ ok, output: output.trim(), seconds: (performance.now() - startedAt) / 1000 });
    };
    child.once('error', (error) => {
      output += error.message;
      end(false);
    });
    child.once('close', (status) => end(status === 0));
  });
}
