/** What all parts stand on: names that are free, icons that look as drawn, and values that are followed and let go. */
import { expect } from '@open-wc/testing';
import { LitElement, html, render, type TemplateResult } from 'lit';
import { brandStyles } from '../../client/elements/brand.ts';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import { tokens } from '../../client/elements/tokens.ts';
import { Cell, type Observable } from '../../client/observable.ts';
import { clearPage, show } from '../helpers/elements.ts';

class Following extends LitElement {
  source: Observable<string> | undefined;
  readonly followed = new ObserveController(this, () => this.source);

  protected override render(): TemplateResult {
    return html`${this.followed.value ?? 'nothing'}`;
  }
}
customElements.define('test-following', Following);

afterEach(clearPage);

describe('a value on the screen', () => {
  const following = async (source: Observable<string> | undefined): Promise<Following> => {
    const part = document.createElement('test-following') as Following;
    part.source = source;
    document.body.append(part);
    await part.updateComplete;
    return part;
  };
  const text = async (part: Following): Promise<string> => {
    await part.updateComplete;
    return part.shadowRoot?.textContent ?? '';
  };

  it('is drawn again when it changes', async () => {
    const cell = new Cell('one');
    const part = await following(cell);
    expect(await text(part)).to.equal('one');
    cell.set('two');
    expect(await text(part)).to.equal('two');
  });

  it('follows another source as soon as its host has one', async () => {
    const first = new Cell('first');
    const part = await following(undefined);
    expect(await text(part)).to.equal('nothing');
    part.source = first;
    part.requestUpdate();
    expect(await text(part)).to.equal('first');
    const second = new Cell('second');
    part.source = second;
    part.requestUpdate();
    await part.updateComplete;
    second.set('changed');
    expect(await text(part)).to.equal('changed');
  });

  it('is let go when its host leaves the page, and followed again when it comes back', async () => {
    let listeners = 0;
    const cell = new Cell('one');
    const counted: Observable<string> = {
      get value() {
        return cell.value;
      },
      subscribe(listener) {
        listeners += 1;
        const stop = cell.subscribe(listener);
        return () => {
          listeners -= 1;
          stop();
        };
      },
    };
    const part = await following(counted);
    expect(listeners).to.equal(1);
    part.remove();
    expect(listeners).to.equal(0);
    cell.set('two');
    document.body.append(part);
    expect(listeners).to.equal(1);
    expect(await text(part)).to.equal('two');
  });
});

describe('an icon', () => {
  const shapes = [
    ['path', { d: 'm4 4 4 4' }],
    ['circle', { cx: 12, cy: 12, r: 3 }],
    ['ellipse', { cx: 12, cy: 12, rx: 8, ry: 3 }],
    ['rect', { x: 2, y: 4, width: 18, height: 6, rx: 2 }],
    ['rect', { x: 2, y: 4, width: 18, height: 6 }],
    ['line', { x1: 3, y1: 4, x2: 9, y2: 20 }],
    ['polyline', { points: '4 4 8 9 20 7' }],
    ['polygon', { points: '4 4 8 9 20 7' }],
  ] as const;

  for (const [tag, attributes] of shapes) {
    it(`draws <${tag}> ${JSON.stringify(attributes)} where the shape itself would lie`, () => {
      const drawn = document.createElement('div');
      document.body.append(drawn);
      // The first path shows that a shape does not depend on where the one before it ended.
      render(
        icon([
          ['path', { d: 'M1 1h1' }],
          [tag, attributes],
        ]),
        drawn,
      );
      const path = drawn.querySelector('path');
      const alone = document.createElementNS('http://www.w3.org/2000/svg', tag);
      for (const [name, value] of Object.entries(attributes)) alone.setAttribute(name, String(value));
      const start = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      start.setAttribute('d', 'M1 1h1');
      const group = document.createElementNS('http://www.w3.org/2000/svg', 'g');
      group.append(start, alone);
      path?.after(group);
      const box = (element: SVGGraphicsElement | null | undefined): number[] => {
        const { x = 0, y = 0, width = 0, height = 0 } = element?.getBBox() ?? {};
        return [x, y, x + width, y + height].map((value) => Math.round(value * 100) / 100);
      };
      // An outline that begins at the origin may count it in, so only the far corner and the size of strokes are compared.
      expect(box(path).slice(2)).to.deep.equal(box(group).slice(2));
      const length = [start, alone].reduce((sum, shape) => sum + shape.getTotalLength(), 0);
      // The browser itself measures round shapes only roughly.
      expect(path?.getTotalLength()).to.be.closeTo(length, length * 0.04);
    });
  }

  it('is decoration without a label and an image with one', () => {
    const drawn = document.createElement('div');
    render(html`${icon([])}${icon([], 'Bell')}`, drawn);
    const attributes = [...drawn.querySelectorAll('svg')].map((svg) =>
      ['role', 'aria-label', 'aria-hidden'].map((name) => svg.getAttribute(name)),
    );
    expect(attributes).to.deep.equal([
      [null, null, 'true'],
      ['img', 'Bell', null],
    ]);
  });
});

describe('names and colours', () => {
  it('the first element of a name wins, and the second does not throw into the page', () => {
    const First = class extends HTMLElement {};
    define('shopbell-test-name', First);
    define('shopbell-test-name', class extends HTMLElement {});
    expect(customElements.get('shopbell-test-name')).to.equal(First);
  });

  it('a site’s brand replaces the default in both schemes', async () => {
    const own = tokens.map(({ styleSheet }) => styleSheet);
    const sheets = [...own, brandStyles('#ffd400')].filter((sheet) => sheet !== undefined);
    const colours = [];
    for (const scheme of ['light', 'dark']) {
      const host = await show<HTMLDivElement>(html`<div></div>`);
      const root = host.attachShadow({ mode: 'open' });
      host.dataset['scheme'] = scheme;
      root.adoptedStyleSheets = sheets;
      render(html`<p></p>`, root);
      const p = root.querySelector('p');
      p?.style.setProperty('color', 'var(--sb-on-brand)');
      p?.style.setProperty('background-color', 'var(--sb-brand)');
      colours.push(p === null ? '' : getComputedStyle(p).backgroundColor);
    }
    expect(colours).to.deep.equal(['rgb(255, 212, 0)', 'rgb(255, 212, 0)']);
  });
});
