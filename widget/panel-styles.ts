/**
 * How the window stands on the page: above the bell's corner, or over the whole screen of a phone, in the part that its
 * keyboard leaves. It knows the classes of shopbell-panel.ts and nothing else.
 */
import { css } from 'lit';

/** Styles of `<shopbell-panel>`. */
export const panelStyles = css`
  :host {
    display: block !important;
  }
  .window {
    display: grid;
    position: absolute;
    inset: auto 0 calc(100% + 12px) auto;
    grid-template: auto auto minmax(0, 1fr) / minmax(0, 1fr);
    width: min(var(--shopbell-panel-width, 384px), calc(100vw - 40px));
    /* The bell, its distance to the edge, and some air above and between. */
    height: min(var(--shopbell-panel-height, 680px), calc(100vh - 104px));
    height: min(var(--shopbell-panel-height, 680px), calc(100dvh - 104px));
    overflow: hidden;
    border: 1px solid var(--sb-hairline);
    border-radius: var(--sb-radius-panel);
    outline: none;
    background: var(--sb-surface);
    color: var(--sb-ink);
    box-shadow: var(--sb-shadow);
    transform-origin: right bottom;
  }
  .home,
  .goodbye {
    background: linear-gradient(var(--sb-brand-tint), var(--sb-surface) 260px);
  }
  .window:has([wide]) {
    width: min(960px, calc(100vw - 40px));
  }
  .screen {
    grid-row: 3;
    min-width: 0;
    min-height: 0;
  }

  .skeleton {
    display: grid;
    gap: var(--sb-3);
    align-content: center;
    padding: var(--sb-6);
  }
  .skeleton i {
    height: 72px;
    border-radius: var(--sb-radius-card);
    background: var(--sb-raised);
  }

  @media (max-width: 479.98px) {
    .window {
      position: fixed;
      inset: var(--shopbell-top, 0) 0 auto 0;
      width: auto;
      height: var(--shopbell-height, 100vh);
      height: var(--shopbell-height, 100dvh);
      padding: env(safe-area-inset-top) env(safe-area-inset-right) 0 env(safe-area-inset-left);
      border: 0;
      border-radius: 0;
      transform-origin: center bottom;
    }
  }
  @media (forced-colors: active) {
    .window {
      border: 2px solid;
    }
  }
`;
