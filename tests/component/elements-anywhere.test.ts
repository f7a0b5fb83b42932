/**
 * The shared parts in whatever surroundings: both colour schemes, both directions of writing, 320 px,
 * reduced motion, and pages whose CSS fights them. axe judges what can be judged by a program.
 */
import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { html, type TemplateResult } from 'lit';
import '../../client/elements/avatar.ts';
import '../../client/elements/call-explain.ts';
import '../../client/elements/call-stage.ts';
import '../../client/elements/composer.ts';
import { elementTextsDe } from '../../client/elements/de.ts';
import { elementTextsEn } from '../../client/elements/en.ts';
import '../../client/elements/message-list.ts';
import type { ElementTexts } from '../../client/elements/texts.ts';
import type { TimelineItem } from '../../client/timeline.ts';
import {
  activeCall,
  all,
  axeViolations,
  cardOfMia,
  clearPage,
  endedCall,
  fitsItsWidth,
  inside,
  message,
  MIA,
  notice,
  NOON,
  show,
  type Surroundings,
} from '../helpers/elements.ts';

const LONG_WORD = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(4);

const CONVERSATION: readonly TimelineItem[] = [
  { kind: 'day', key: 'day', at: NOON },
  notice('n1', { type: 'participant.joined', body: { agent: cardOfMia() } }),
  message('a', 'Good morning, see https://mora.example/care', { endsGroup: false }),
  message('b', LONG_WORD, { startsGroup: false }),
  message('c', `https://mora.example/${LONG_WORD}`),
  message('d', 'مرحبا، هل يمكنني المساعدة؟'),
  message('e', 'A note', { note: true }),
  message('f', 'Read', { own: true, readBy: [{ name: 'Mia', at: NOON }], endsGroup: false }),
  message('g', 'On its way', { own: true, delivery: 'sending', startsGroup: false, endsGroup: false }),
  message('h', LONG_WORD, { own: true, delivery: 'failed', startsGroup: false }),
];

const PERSON = { name: LONG_WORD, title: 'Advisor', photo: null };

/** Every part in the states that look different, by name. */
const parts = (texts: ElementTexts): Readonly<Record<string, TemplateResult>> => ({
  messages: html`<shopbell-message-list .items=${CONVERSATION} .texts=${texts} .typing=${MIA} .more=${true}>
  </shopbell-message-list>`,
  composer: html`<shopbell-composer .texts=${texts} .value=${'Hello'}></shopbell-composer>`,
  'composer over its limit': html`<shopbell-composer .texts=${texts} .value=${'x'.repeat(8_020)}></shopbell-composer>`,
  'composer of notes': html`<shopbell-composer .texts=${texts} .audience=${'staff'}></shopbell-composer>`,
  explanation: html`<shopbell-call-explain .texts=${texts}></shopbell-call-explain>`,
  'failed media': html`<shopbell-call-explain .texts=${texts} .failure=${'denied'}></shopbell-call-explain>`,
  ...Object.fromEntries(
    [
      activeCall({ phase: 'ringing' }),
      activeCall({ phase: 'calling' }),
      activeCall({ remoteMicrophone: false, remoteCamera: false, connectedAt: NOON }),
      activeCall({ phase: 'reconnecting', microphone: false, camera: false }),
      endedCall({ reason: 'failed', failure: 'unreachable' }),
    ].map((state) => [
      `call ${state.phase}`,
      html`<shopbell-call-stage .state=${state} .texts=${texts} .person=${PERSON}></shopbell-call-stage>`,
    ]),
  ),
});

afterEach(async () => {
  clearPage();
  await emulateMedia({ reducedMotion: 'no-preference' });
});

const PLACES: Readonly<Record<string, Surroundings>> = {
  'in light': { scheme: 'light' },
  'in dark': { scheme: 'dark' },
  'from right to left at 320 px in dark': { scheme: 'dark', dir: 'rtl', width: 320 },
  'at 320 px': { width: 320 },
};

describe('[A1] axe finds nothing', () => {
  for (const [place, around] of Object.entries(PLACES)) {
    for (const [name, template] of Object.entries(parts(place.includes('dark') ? elementTextsDe : elementTextsEn))) {
      it(`${name} ${place}`, async () => {
        const part = await show(template, { height: 560, ...around });
        expect(await axeViolations(part)).to.deep.equal([]);
        expect(fitsItsWidth(part)).to.equal(true);
      });
    }
  }

  it('and would find a button without a name', async () => {
    const part = await show(html`<div><button></button></div>`);
    expect((await axeViolations(part)).join()).to.contain('button-name');
  });
});

describe('[A1] where people need it otherwise', () => {
  it('with reduced motion nothing moves', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    for (const name of ['messages', 'call ringing']) {
      const part = await show(parts(elementTextsEn)[name] ?? html``, { height: 400 });
      const moving = part.getAnimations({ subtree: true });
      const animated = all(part, '*').filter((element) => getComputedStyle(element).animationName !== 'none');
      expect([moving.length, animated.filter((element) => !element.matches('.sending')).length], name).to.deep.equal([
        0, 0,
      ]);
    }
  });

  it('and without it, something does', async () => {
    const part = await show(parts(elementTextsEn)['call ringing'] ?? html``, { height: 400 });
    expect(all(part, '*').some((element) => getComputedStyle(element).animationName !== 'none')).to.equal(true);
  });
});

describe('[A1] on a page whose CSS fights', () => {
  const hostile = `html { font-size: 62.5% !important }
    * { all: unset !important; color: red !important; font: italic 40px cursive !important; display: none; letter-spacing: 1em }
    button, textarea, p, div, span { display: none !important; background: red !important; width: 9999px !important }
    ::before, ::after { content: 'x' !important } svg { fill: red !important }`;

  for (const [name, template] of Object.entries(parts(elementTextsEn))) {
    it(`${name} looks as everywhere`, async () => {
      const look = (part: Element): unknown[] =>
        [part, ...all(part, '*')].map((element) => {
          const { width, height } = element.getBoundingClientRect();
          const { color, backgroundColor, fontSize, fontStyle, letterSpacing, display } = getComputedStyle(element);
          return [element.localName, Math.round(width), Math.round(height), color, backgroundColor, fontSize, fontStyle]
            .concat([letterSpacing, display])
            .join(' ');
        });
      const height = 400;
      const calm = look(await show(template, { height }));
      clearPage();
      expect(look(await show(template, { height, page: hostile }))).to.deep.equal(calm);
    });
  }
});

it('sizes are px: the root font of the page changes nothing', async () => {
  const part = await show(parts(elementTextsEn)['composer'] ?? html``, { page: 'html { font-size: 62.5% }' });
  expect(getComputedStyle(inside(part, 'textarea')).fontSize).to.equal('15px');
  expect(inside(part, '.send').getBoundingClientRect().width).to.equal(44);
});

it('[E13] a photo that does not load gives way to initials', async () => {
  const part = await show(
    html`<shopbell-avatar .name=${'Mia Keller'} .photo=${'data:image/webp;base64,AA'}></shopbell-avatar>`,
  );
  const text = (): string => part.shadowRoot?.textContent?.trim() ?? '';
  while (text() === '') await new Promise(requestAnimationFrame);
  expect(text()).to.equal('MK');
});

it('no part carries an inline style attribute inside', async () => {
  for (const template of Object.values(parts(elementTextsEn))) {
    const part = await show(template, { height: 400 });
    expect(all(part, '[style]').filter((element) => element.localName !== 'shopbell-avatar')).to.deep.equal([]);
  }
});
