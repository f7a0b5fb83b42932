/**
 * The window beside the bell: a dialog that takes nothing from the page. It knows how it opens and closes, where the focus
 * goes, which screen is shown, and how it fits a phone with its keyboard. What the screens show is theirs.
 */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define } from '../client/elements/define.ts';
import { controls, ground } from '../client/elements/tokens.ts';
import { CallScreens } from './call-screens.ts';
import { Follow } from './follow.ts';
import { panelStyles } from './panel-styles.ts';
import type { Scene } from './scene.ts';
import './views/chat.ts';
import { header, headerStyles } from './views/header.ts';
import './views/home.ts';
import { line, lineStyles } from './views/line.ts';
import { followViewport } from './viewport.ts';
import { isInCall, type View } from './visit.ts';

/** What fills the window; `loading`: the screens of calls are on their way. */
type Screen = View | 'call' | 'explain' | 'loading';

/** Opening and closing (LOOK.md: 120 to 200 ms). */
const MOVE_MS = 160;
/** Never quite invisible: the message list looks once whether it can be seen (D6), and that is in the first frame. */
const AWAY: Keyframe = { opacity: 0.01, transform: 'translateY(10px) scale(0.97)' };
const HERE: Keyframe = { opacity: 1, transform: 'none' };

const matches = (condition: string): boolean => matchMedia(condition).matches;

/** The element that has the focus, looked for inside shadow roots. */
function focused(root: DocumentOrShadowRoot): Element | null {
  const { activeElement } = root;
  const inside = activeElement?.shadowRoot;
  return inside?.activeElement ? focused(inside) : activeElement;
}

/**
 * `<shopbell-panel>`: the window of the widget, in the shadow root of `<shopbell-widget>`.
 *
 * A shop's page may style it from outside through these parts and properties, and nothing else:
 *
 * @csspart panel - The window itself: its background, border, corners and shadow.
 * @cssproperty --shopbell-panel-width - Width where it does not fill the screen; 384px.
 * @cssproperty --shopbell-panel-height - Greatest height where it does not fill the screen; 680px.
 */
export class ShopbellPanel extends LitElement {
  static override styles = [ground, controls, panelStyles, headerStyles, lineStyles];

  /** What to show; nothing is drawn before it is there. */
  @property({ attribute: false }) scene: Scene | undefined;
  /** Gets the focus back when the window closes. */
  @property({ attribute: false }) bell: HTMLElement | undefined;

  /** The window is to be seen, or still closing. */
  @state() private shown = false;

  readonly #callScreens = new CallScreens();
  #open = false;
  #screen: Screen | undefined;
  #unfollowViewport: (() => void) | undefined;
  #focused: Element | null = null;

  protected readonly follow = new Follow(this, () => {
    if (this.scene === undefined) return [];
    const { visit, client, settings } = this.scene;
    return [visit.state, visit.line, client.conversations, client.call.state, settings, this.#callScreens.texts];
  });

  private get window(): HTMLElement | null {
    return this.renderRoot.querySelector('section');
  }

  readonly #escape = (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Escape' || event.isComposing) return;
    if (!this.#open || event.defaultPrevented) return;
    event.preventDefault();
    this.scene?.visit.close();
  };

  /** Brings the focus into the window; for openings that the visitor has asked for. */
  async takeFocus(): Promise<void> {
    await this.updateComplete;
    this.#focusScreen();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.getRootNode().addEventListener('keydown', this.#escape);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.getRootNode().removeEventListener('keydown', this.#escape);
    this.#unfollowViewport?.();
    this.#unfollowViewport = undefined;
  }

  protected override willUpdate(): void {
    const { scene } = this;
    if (scene === undefined) return;
    this.#focused = this.renderRoot instanceof ShadowRoot ? focused(this.renderRoot) : null;
    if (scene.visit.state.value.open) this.shown = true;
    const call = scene.client.call.state.value;
    if (scene.visit.state.value.explain !== undefined || call.phase !== 'idle') {
      void this.#callScreens.load(scene.texts.language, () => scene.visit.loseCall());
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { scene } = this;
    if (scene === undefined) return;
    const { open } = scene.visit.state.value;
    if (open !== this.#open) void (open ? this.#show() : this.#hide());
    const screen = this.#screenOf(scene);
    const moved = screen !== this.#screen && !changed.has('scene');
    this.#screen = screen;
    // The screen that had the focus is gone; the focus stays in the window.
    if (moved && open && this.#focused !== null) this.#focusScreen();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { scene } = this;
    if (scene === undefined) return nothing;
    const running = isInCall(scene.client.call.state.value);
    return html`${this.shown || running ? this.#window(scene) : nothing} ${this.#reminder(scene)}`;
  }

  #screenOf({ visit, client }: Scene): Screen {
    const { explain, view } = visit.state.value;
    const isCalling = client.call.state.value.phase !== 'idle';
    if (explain === undefined && !isCalling) return view;
    if (this.#callScreens.texts.value === undefined) return 'loading';
    return explain === undefined ? 'call' : 'explain';
  }

  #window(scene: Scene): TemplateResult {
    const { texts, settings } = scene;
    const screen = this.#screenOf(scene);
    return html`<section
      class="window ${screen}"
      part="panel"
      role="dialog"
      tabindex="-1"
      lang=${texts.language}
      dir="ltr"
      aria-label=${texts.panel.label(settings.value.name)}
      ?hidden=${!this.shown}
    >
      ${screen === 'call' ? nothing : header(scene)} ${line(scene)} ${this.#body(scene, screen)}
    </section>`;
  }

  #body(scene: Scene, screen: Screen): TemplateResult {
    switch (screen) {
      case 'home':
        return html`<shopbell-home class="screen" .scene=${scene}></shopbell-home>`;
      case 'chat':
        return html`<shopbell-chat class="screen" .scene=${scene}></shopbell-chat>`;
      case 'goodbye':
        return html`<shopbell-goodbye class="screen" .scene=${scene}></shopbell-goodbye>`;
      default:
        return this.#call(scene);
    }
  }

  #call(scene: Scene): TemplateResult {
    const texts = this.#callScreens.texts.value;
    if (texts === undefined) {
      return html`<div class="screen skeleton" role="status" aria-label=${scene.texts.panel.loading}>
        <i></i><i></i>
      </div>`;
    }
    return html`<shopbell-call class="screen" .scene=${scene} .texts=${texts}></shopbell-call>`;
  }

  #reminder(scene: Scene): TemplateResult | typeof nothing {
    const texts = this.#callScreens.texts.value;
    return texts === undefined
      ? nothing
      : html`<shopbell-running-call .scene=${scene} .texts=${texts}></shopbell-running-call>`;
  }

  async #show(): Promise<void> {
    this.#open = true;
    this.#unfollowViewport ??= followViewport(this);
    await this.#move([AWAY, HERE]);
  }

  async #hide(): Promise<void> {
    this.#open = false;
    if (this.#focused !== null) this.bell?.focus();
    this.#unfollowViewport?.();
    this.#unfollowViewport = undefined;
    await this.#move([HERE, AWAY]);
    if (!this.#open) this.shown = false;
  }

  async #move(frames: Keyframe[]): Promise<void> {
    const still = matches('(prefers-reduced-motion: reduce)');
    const timing = { duration: still ? 0 : MOVE_MS, easing: 'cubic-bezier(0.2, 0, 0.1, 1)' };
    // A cancelled animation is one that another has replaced.
    await this.window?.animate(frames, timing).finished.catch(() => undefined);
  }

  #focusScreen(): void {
    const writing = this.#focused instanceof HTMLTextAreaElement;
    const fields = this.#screen === 'home' || this.#screen === 'chat';
    // On a phone the field would bring up the keyboard, which nobody has asked for yet.
    const target =
      fields && !writing && matches('(pointer: coarse)')
        ? this.window
        : (this.renderRoot.querySelector<HTMLElement>('.screen:not(div)') ?? this.window);
    if (target instanceof LitElement) void target.updateComplete.then(() => target.focus());
    else target?.focus();
  }
}

define('shopbell-panel', ShopbellPanel);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-panel': ShopbellPanel;
  }
}
