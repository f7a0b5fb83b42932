/**
 * Ranges of telephone numbers that cost more than a call, as their authorities list them. It is data beside the library
 * of numbers, which knows the world but sees a short number as none. Knows prefixes; who refuses them is `phone.ts`.
 */

/** A range by the digits after the country's own prefix. */
export interface ServiceRange {
  readonly country: 'DE' | 'AT' | 'CH';
  readonly prefix: string;
  /** `premium`: the price is the service's; `shared`: the caller pays more than for a call; `information`: short numbers. */
  readonly kind: 'premium' | 'shared' | 'information';
}

const ranges = (country: ServiceRange['country'], kind: ServiceRange['kind'], prefixes: string): ServiceRange[] =>
  prefixes.split(' ').map((prefix) => ({ country, kind, prefix }));

/**
 * DE: Bundesnetzagentur, numbering plans for premium-rate services (0)900, mass traffic (0)137, service numbers (0)180 and
 * directory enquiries 118xy (TKG §§ 109–112). AT: RTR, KEM-V 2009 in its current form, ranges 810–821, 828, 900, 901, 930,
 * 931 and 939. CH: BAKOM, E.164 numbering plan (SR 784.101.113), ranges 084x, 0900, 0901, 0906 and 18xy.
 */
export const SERVICE_RANGES: readonly ServiceRange[] = [
  ...ranges('DE', 'premium', '900 137'),
  ...ranges('DE', 'shared', '180'),
  ...ranges('DE', 'information', '118'),
  ...ranges('AT', 'premium', '900 901 930 931 939'),
  ...ranges('AT', 'shared', '810 811 812 813 814 815 816 817 818 819 820 821 828'),
  ...ranges('AT', 'information', '118'),
  ...ranges('CH', 'premium', '900 901 906'),
  ...ranges('CH', 'shared', '840 841 842 843 844 845 846 847 848 849'),
  ...ranges('CH', 'information', '18'),
];
