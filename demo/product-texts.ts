/**
 * The words about each product in both languages; a missing one does not compile. It knows no prices and no markup.
 */
import type { Language } from './language.ts';
import type { ProductId } from './products.ts';

/** The words of one product: `line` fits under its name, `imageText` describes its picture. */
export interface ProductText {
  readonly name: string;
  readonly line: string;
  readonly lead: string;
  readonly story: string;
  readonly imageText: string;
  readonly material: string;
  readonly size: string;
  readonly care: string;
  readonly origin: string;
}

const german: Readonly<Record<ProductId, ProductText>> = {
  'mora-bowl': {
    name: 'Schale Mora',
    line: 'Steinzeug, haferweiß glasiert',
    lead: 'Für Suppe, Salat oder die letzten Birnen des Gartens. Liegt gut in zwei Händen und bleibt lange warm.',
    story:
      'Jede Schale wird von Hand gedreht und bis knapp über den Fuß in Glasur getaucht. Die Tauchkante verläuft deshalb bei jeder ein wenig anders, und die dunklen Sprenkel kommen aus dem Ton selbst.',
    imageText: 'Haferweiße, gesprenkelte Schale mit Fuß aus rohem Ton, darin zwei Birnen',
    material: 'Steinzeug, bei 1.240 °C gebrannt',
    size: 'Ø 16 cm, 7,5 cm hoch, 650 ml',
    care: 'Spülmaschine und Mikrowelle',
    origin: 'In unserer Werkstatt gedreht',
  },
  'lumi-glasses': {
    name: 'Gläser Lumi',
    line: 'Mundgeblasen, 2 Stück',
    lead: 'Zwei Gläser mit dünnem Rand und schwerem Boden. Für Wasser am Mittag und Wein am Abend.',
    story:
      'Lumi wird frei vor der Lampe geblasen, ohne Form. Ein Hauch Rauchgrau im Glas nimmt dem Licht die Härte. Kleine Luftblasen gehören dazu und machen jedes Paar zu einem eigenen.',
    imageText: 'Zwei schlichte Trinkgläser, eines zur Hälfte mit Wasser gefüllt',
    material: 'Glas, leicht rauchgrau',
    size: 'Ø 8 cm, 10,5 cm hoch, 280 ml',
    care: 'Spülmaschine bis 55 °C',
    origin: 'In einer kleinen Glashütte geblasen',
  },
  'vale-napkins': {
    name: 'Servietten Vale',
    line: 'Gewaschenes Leinen, 4 Stück',
    lead: 'Vier Servietten in vier ruhigen Farben. Vorgewaschen, weich und ungebügelt am schönsten.',
    story:
      'Das Leinen wird nach dem Weben mit Stein gewaschen, darum läuft es kaum noch ein. Die Ecken sind auf Gehrung gelegt und der Saum ist mit einem hellen Faden abgesteppt.',
    imageText: 'Stapel aus vier gefalteten Leinenservietten, mit Garn gebunden',
    material: 'Leinen, 190 g/m²',
    size: '45 × 45 cm',
    care: 'Waschmaschine bis 60 °C',
    origin: 'In Flandern gewebt, bei uns genäht',
  },
  'mora-plate': {
    name: 'Teller Mora',
    line: 'Steinzeug, haferweiß glasiert',
    lead: 'Ein Teller mit flachem Spiegel und breitem Rand. Groß genug für das Sonntagsessen, leicht genug für jeden Tag.',
    story:
      'Der Rand bleibt einen Fingerbreit unglasiert und zeigt den Ton. Sechs Teller stapeln sich auf zwölf Zentimeter Höhe, und wenn einer zerbricht, drehen wir einen einzelnen nach.',
    imageText: 'Großer haferweißer Teller, an die Wand gelehnt, davor drei gestapelte Teller',
    material: 'Steinzeug, bei 1.240 °C gebrannt',
    size: 'Ø 24 cm, 2,5 cm hoch',
    care: 'Spülmaschine und Mikrowelle',
    origin: 'In unserer Werkstatt gedreht',
  },
  'lumi-carafe': {
    name: 'Karaffe Lumi',
    line: 'Mundgeblasen, mit Eichenkugel',
    lead: 'Ein Liter Wasser, schön verschlossen. Der Hals ist so schmal, dass sie auch in der Kühlschranktür steht.',
    story:
      'Die Karaffe wird in einem Zug geblasen, die Kugel aus geölter Eiche gedrechselt. Sie sitzt lose auf: Das Holz darf arbeiten, und beim Einschenken nimmt man sie einfach ab.',
    imageText: 'Bauchige Glaskaraffe mit Wasser und einer Holzkugel als Verschluss',
    material: 'Glas, leicht rauchgrau; geölte Eiche',
    size: 'Ø 11 cm, 27 cm hoch, 1 l',
    care: 'Glas in der Spülmaschine, Kugel von Hand',
    origin: 'In einer kleinen Glashütte geblasen',
  },
  'strand-towel': {
    name: 'Geschirrtuch Strand',
    line: 'Leinen mit blauen Streifen',
    lead: 'Trocknet Gläser ohne Fusseln und sieht am Haken aus wie ein Tag am Meer.',
    story:
      'Leinen nimmt Wasser schneller auf als Baumwolle und wird mit jeder Wäsche weicher. Die Streifen sind eingewebt, nicht gedruckt, darum bleiben sie blau.',
    imageText: 'Helles Leinentuch mit blauen Streifen über einer Holzstange',
    material: 'Leinen, 240 g/m²',
    size: '50 × 70 cm, mit Aufhänger',
    care: 'Waschmaschine bis 60 °C',
    origin: 'In Flandern gewebt, bei uns genäht',
  },
};

const english: Readonly<Record<ProductId, ProductText>> = {
  'mora-bowl': {
    name: 'Mora bowl',
    line: 'Stoneware, oat-white glaze',
    lead: 'For soup, for salad or for the last pears of the garden. It sits well in two hands and stays warm for long.',
    story:
      'Each bowl is thrown by hand and dipped in glaze to just above its foot. So the edge of the glaze runs a little differently on every one, and the dark speckles come from the clay itself.',
    imageText: 'Oat-white speckled bowl with a foot of bare clay, holding two pears',
    material: 'Stoneware, fired at 1,240 °C',
    size: '16 cm across, 7.5 cm high, 650 ml',
    care: 'Dishwasher and microwave',
    origin: 'Thrown in our own workshop',
  },
  'lumi-glasses': {
    name: 'Lumi glasses',
    line: 'Mouth-blown, set of 2',
    lead: 'Two glasses with a thin rim and a heavy base. For water at noon and wine in the evening.',
    story:
      'Lumi is blown free at the lamp, without a mould. A breath of smoke grey in the glass softens the light. Small bubbles belong to it and make each pair its own.',
    imageText: 'Two plain drinking glasses, one half filled with water',
    material: 'Glass, slightly smoke grey',
    size: '8 cm across, 10.5 cm high, 280 ml',
    care: 'Dishwasher up to 55 °C',
    origin: 'Blown in a small glassworks',
  },
  'vale-napkins': {
    name: 'Vale napkins',
    line: 'Washed linen, set of 4',
    lead: 'Four napkins in four quiet colours. Washed in advance, soft, and at their best unironed.',
    story:
      'The linen is stone-washed after weaving, so it hardly shrinks any more. The corners are mitred and the hem is stitched with a pale thread.',
    imageText: 'Stack of four folded linen napkins tied with twine',
    material: 'Linen, 190 g/m²',
    size: '45 × 45 cm',
    care: 'Machine wash up to 60 °C',
    origin: 'Woven in Flanders, sewn by us',
  },
  'mora-plate': {
    name: 'Mora plate',
    line: 'Stoneware, oat-white glaze',
    lead: 'A plate with a flat well and a broad rim. Large enough for Sunday lunch, light enough for every day.',
    story:
      'A finger’s width of the rim stays unglazed and shows the clay. Six plates stack twelve centimetres high, and when one breaks we throw you a single new one.',
    imageText: 'Large oat-white plate leaning against the wall, three stacked plates in front',
    material: 'Stoneware, fired at 1,240 °C',
    size: '24 cm across, 2.5 cm high',
    care: 'Dishwasher and microwave',
    origin: 'Thrown in our own workshop',
  },
  'lumi-carafe': {
    name: 'Lumi carafe',
    line: 'Mouth-blown, with an oak ball',
    lead: 'A litre of water, nicely closed. The neck is slim enough for the door of a fridge.',
    story:
      'The carafe is blown in one go, its ball turned from oiled oak. It sits loosely: the wood may move, and for pouring you simply lift it off.',
    imageText: 'Round-bellied glass carafe with water, closed by a wooden ball',
    material: 'Glass, slightly smoke grey; oiled oak',
    size: '11 cm across, 27 cm high, 1 l',
    care: 'Glass in the dishwasher, ball by hand',
    origin: 'Blown in a small glassworks',
  },
  'strand-towel': {
    name: 'Strand tea towel',
    line: 'Linen with blue stripes',
    lead: 'Dries glasses without lint and looks like a day by the sea when it hangs.',
    story:
      'Linen takes up water faster than cotton and grows softer with every wash. The stripes are woven in, not printed, so they stay blue.',
    imageText: 'Pale linen towel with blue stripes over a wooden rail',
    material: 'Linen, 240 g/m²',
    size: '50 × 70 cm, with a loop',
    care: 'Machine wash up to 60 °C',
    origin: 'Woven in Flanders, sewn by us',
  },
};

/** The words of every product in every language. */
export const productTexts: Readonly<Record<Language, Readonly<Record<ProductId, ProductText>>>> = {
  de: german,
  en: english,
};
