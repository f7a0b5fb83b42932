/**
 * One real Chromium per party, as a person would have it: a fresh profile, devices that are fake, refused or absent, a
 * language, a screen. Knows the flags that make this work without a screen or a network; knows nothing of what is opened.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

/** What getUserMedia will find: `granted` without asking, `denied` by the person, `absent` without a device, `no-camera`. */
export type Devices = 'granted' | 'denied' | 'absent' | 'no-camera';

/** How a party's browser differs from a plain English one on a desk. */
export interface PartyOptions {
  readonly devices?: Devices;
  /** BCP 47; sets navigator.language and Accept-Language. */
  readonly locale?: string;
  /** IANA name. */
  readonly timezone?: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly forcedColors?: 'active' | 'none';
  readonly reducedMotion?: 'reduce' | 'no-preference';
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly javaScript?: boolean;
  /** What the local storage of its first page has from an earlier browser. */
  readonly storage?: Readonly<Record<string, string>>;
  /** A network that lets no WebSocket through: each is closed as soon as it is asked for. */
  readonly sockets?: 'blocked';
  /** Further Chromium flags. */
  readonly args?: readonly string[];
}

/** One person's browser with one open tab. */
export interface Party {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Ends the browser and forgets its profile. */
  close(): Promise<void>;
}

/** Nothing that phones home, and calls over loopback where no other interface exists. */
const ALWAYS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--allow-loopback-in-peer-connection',
];

const FAKE_DEVICES = '--use-fake-device-for-media-stream';
const SAY_YES = '--use-fake-ui-for-media-stream';

const DEVICE_FLAGS: Readonly<Record<Devices, readonly string[]>> = {
  granted: [FAKE_DEVICES, SAY_YES],
  denied: [FAKE_DEVICES, `${SAY_YES}=deny`],
  absent: [SAY_YES],
  'no-camera': [`${FAKE_DEVICES}=device-count=0`, SAY_YES],
};

/** Opens a browser for one person. Chromium is the system's, or the one that CHROMIUM_PATH names. */
export async function openParty(options: PartyOptions = {}): Promise<Party> {
  const profile = mkdtempSync(join(tmpdir(), 'shopbell-chromium-'));
  const isRoot = process.getuid?.() === 0;
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    headless: true,
    chromiumSandbox: !isRoot,
    args: [...ALWAYS, ...DEVICE_FLAGS[options.devices ?? 'granted'], ...(options.args ?? [])],
    locale: options.locale ?? 'en-GB',
    timezoneId: options.timezone ?? 'Europe/Berlin',
    colorScheme: options.colorScheme ?? 'light',
    forcedColors: options.forcedColors ?? 'none',
    reducedMotion: options.reducedMotion ?? 'no-preference',
    viewport: options.viewport ?? { width: 1280, height: 800 },
    javaScriptEnabled: options.javaScript ?? true,
  });
  if (options.sockets === 'blocked') await context.routeWebSocket(/./, (socket) => socket.close());
  const page = context.pages()[0] ?? (await context.newPage());
  if (options.storage !== undefined) {
    await page.addInitScript((storage) => {
      if (sessionStorage.length === 0) for (const entry of Object.entries(storage)) localStorage.setItem(...entry);
    }, options.storage);
  }
  return {
    context,
    page,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** A fault that axe found: the rule, what to do, and which elements, as paths through shadow roots. */
export interface Violation {
  readonly rule: string;
  readonly help: string;
  readonly elements: readonly string[];
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_OPTIONS: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
};

/**
 * What axe objects to in a page, or below one selector of it. It is handed to the page by the debugger, so it runs under
 * any content security policy; it counts as a gesture of the person, so look at autoplay first.
 */
export async function axeViolations(page: Page, below = 'html'): Promise<Violation[]> {
  await page.evaluate(AXE);
  const run = `axe.run(${JSON.stringify(below)}, ${JSON.stringify(AXE_OPTIONS)})`;
  const { violations } = await page.evaluate<AxeResults>(run);
  return violations.map(({ id, help, nodes }) => ({
    rule: id,
    help,
    elements: nodes.map(({ target }) => target.flat().join(' › ')),
  }));
}
