import type { Role } from '#graphql/permissions.ts';
import type { Random } from './random.ts';

/** The invented surroundings of the demo books: payers, services, people at their desks. Codes are the house's own. */
export interface Payer {
  readonly payerId: string;
  readonly payerClass: string;
}

export interface Service {
  readonly code: string;
  /** In cents. */
  readonly price: number;
  readonly providerTypes: readonly [string, ...string[]];
  readonly isRemote: boolean;
}

export const payers = {
  medicare: { payerId: 'payer-m01', payerClass: 'MEDICARE' },
  medicaid: { payerId: 'payer-s01', payerClass: 'MEDICAID' },
  commercial1: { payerId: 'payer-c11', payerClass: 'COMMERCIAL' },
  commercial2: { payerId: 'payer-c12', payerClass: 'COMMERCIAL' },
  commercial3: { payerId: 'payer-c13', payerClass: 'COMMERCIAL' },
  compensation: { payerId: 'payer-w01', payerClass: 'WORK_COMP' },
} as const satisfies Record<string, Payer>;

const physician = 'PHYSICIAN';
const nurse = 'NURSE_PRACTITIONER';
const assistant = 'PHYSICIAN_ASSISTANT';

export const services: readonly [Service, ...Service[]] = [
  { code: 'OV-EST-2', price: 9_800, providerTypes: [nurse, assistant], isRemote: false },
  { code: 'OV-EST-3', price: 14_250, providerTypes: [physician, nurse, assistant], isRemote: false },
  { code: 'OV-EST-4', price: 21_300, providerTypes: [physician], isRemote: false },
  { code: 'OV-NEW-4', price: 28_775, providerTypes: [physician], isRemote: false },
  { code: 'TV-EST-3', price: 12_600, providerTypes: [physician, nurse], isRemote: true },
  { code: 'TV-THER-45', price: 16_500, providerTypes: ['CLINICAL_SOCIAL_WORKER', 'PSYCHOLOGIST'], isRemote: true },
  { code: 'PT-EVAL', price: 18_940, providerTypes: ['PHYSICAL_THERAPIST'], isRemote: false },
  { code: 'LAB-PANEL-2', price: 6_435, providerTypes: ['LABORATORY'], isRemote: false },
  { code: 'IMG-KNEE-3', price: 94_000, providerTypes: ['RADIOLOGIST'], isRemote: false },
  { code: 'SURG-DAY-1', price: 368_500, providerTypes: [physician], isRemote: false },
];

/** Places of service: an office, the patient's home by video, elsewhere by video. */
const office = '11';
const remotePlaces: readonly [string, string] = ['10', '02'];

/** What a charge says about its service: code, modifier 95 where it was by video, who rendered it and where. */
export function serviceFields(random: Random, service: Service): Readonly<Record<string, unknown>> {
  const providerType = random.pick(service.providerTypes);
  const placeOfService = service.isRemote ? random.pick(remotePlaces) : office;
  const justification = {
    orderId: `order-${random.letters(8)}`,
    feeScheduleId: 'professional',
    feeScheduleVersion: '2025-07',
    providerId: `prov-${providerType.slice(0, 3).toLowerCase()}-${random.whole(1, 6)}`,
    providerType,
  };
  return { code: service.code, ...(service.isRemote ? { modifiers: ['95'] } : {}), placeOfService, justification };
}

/** Who sits at the desk of a role; people are opaque ids. */
export const desks: Readonly<Partial<Record<Role, readonly [string, ...string[]]>>> = {
  billing_specialist: ['user-b1', 'user-b2', 'user-b3'],
  cash_poster: ['user-p1', 'user-p2'],
  supervisor: ['user-s1'],
  finance: ['user-f1'],
  admin: ['user-a1'],
  service: ['late-fee-run'],
};
