/**
 * The widget as it hangs in a page: bell and window in one shadow root, as the loader puts them there, with a scripted
 * client behind; and how a test finds, presses and waits through shadow roots. It runs in the browser.
 */
import { Cell } from '../../client/observable.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { SiteSettings } from '../../protocol/models.ts';
import { drawBell } from '../../widget/bell.ts';
import { texts as en } from '../../widget/locales/en.ts';
import type { WidgetTexts } from '../../widget/locales/texts.ts';
import { ShopbellPanel } from '../../widget/shopbell-panel.ts';
import { frame, words } from './elements.ts';
import { aVisit, joined, MIA, said, someSettings, type TestVisit } from './widget.ts';

/** The conversation that the first message starts. */
export const FIRST = 'conversation 1' as ConversationId;
export const DESK = { width: 1280, height: 800 };
export const PHONE = { width: 360, height: 640 };

/** Elements that come after the first screen. */
const LATER = ['shopbell-someone-else', 'shopbell-expectation', 'shopbell-privacy'];

/** The widget in its page, with what a test looks at. */
export interface Hung extends TestVisit {
  readonly host: HTMLElement;
  readonly panel: ShopbellPanel;
  readonly button: HTMLButtonElement;
  readonly settings: Cell<SiteSettings>;
  /** As the loader does on a click. */
  click(): Promise<void>;
}

/** The page and the shop around the widget. */
export interface Page {
  readonly css?: string;
  readonly dir?: 'ltr' | 'rtl';
  readonly texts?: WidgetTexts;
  readonly settings?: Partial<SiteSettings>;
}

/** Hangs the widget into the page of the test. */
export async function hang(page: Page = {}): Promise<Hung> {
  const style = Object.assign(document.createElement('style'), { className: 'page', textContent: page.css ?? '' });
  document.head.append(style);
  document.documentElement.dir = page.dir ?? 'ltr';
  const settings = new Cell(someSettings(page.settings));
  const texts = page.texts ?? en;
  const { bell, root } = drawBell(settings.value, texts.language);
  const here = aVisit(undefined, bell);
  const panel = new ShopbellPanel();
  panel.bell = bell.button;
  root.append(panel);
  const { visit, client } = here;
  panel.scene = { visit, client, settings, texts, server: '', locale: 'en-GB' };
  await panel.updateComplete;
  const click = async (): Promise<void> => {
    if (visit.state.value.open) return visit.close();
    visit.open();
    await panel.takeFocus();
    // What comes right after the first screen has come.
    await Promise.all(LATER.map((name) => customElements.whenDefined(name)));
    await settled();
  };
  bell.button.addEventListener('click', () => void click());
  return { ...here, host: root.host as HTMLElement, panel, button: bell.button, settings, click };
}

/** All animations that end, also in shadow roots. */
function animations(root: Document | ShadowRoot = document): Animation[] {
  const deeper = [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
    shadowRoot === null ? [] : animations(shadowRoot),
  );
  const own = root.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
  return [...own, ...deeper];
}

/** Whatever is being drawn or moved has come to rest. */
export async function settled(): Promise<void> {
  await frame();
  while (animations().some(({ playState }) => playState === 'running')) await frame();
  await frame();
}

/** Every element that fits, also in shadow roots. */
export function find(selector: string, root: ParentNode = document): HTMLElement[] {
  const deeper = [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
    shadowRoot === null ? [] : find(selector, shadowRoot),
  );
  return [...root.querySelectorAll<HTMLElement>(selector), ...deeper];
}

/** The one element that fits and is to be seen. */
export function the(selector: string): HTMLElement {
  const found = find(selector).filter((element) => element.checkVisibility());
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} elements fit ${selector}`);
  return first;
}

/** Whether something that fits is to be seen. */
export const isThere = (selector: string): boolean => find(selector).some((element) => element.checkVisibility());

/** The button with this name. */
export function press(name: string): void {
  const found = find('button').find(
    (button) => button.checkVisibility() && (button.getAttribute('aria-label') ?? words(button)) === name,
  );
  if (found === undefined) throw new Error(`no button "${name}"`);
  found.click();
}

/** What has the focus, inside all shadow roots. */
export function focus(): Element | null {
  let { activeElement } = document;
  while (activeElement?.shadowRoot?.activeElement) ({ activeElement } = activeElement.shadowRoot);
  return activeElement;
}

/** In the middle of a conversation with Mia. */
export async function talk(here: Hung): Promise<void> {
  await here.click();
  here.visit.write('Hello');
  here.client.begin(FIRST);
  here.client.tell(FIRST, MIA, joined);
  here.client.tell(FIRST, MIA, said('Good morning. See https://mora.example/care'));
  await settled();
}
