import type { ClinicView } from '@tidbok/service/site';
import { allClinics } from '../journey/all-clinics.ts';
import { frameOf } from '../journey/frame.ts';
import { readCarried } from '../journey/carried.ts';
import type { Actions, PageServerLoad } from './$types';

const CLINICS_ON_A_PAGE = 12;
/** From so many clinics on a search field helps. */
const MANY_CLINICS = 5;
const LONGEST_SEARCH = 80;

export const load: PageServerLoad = async (event) => {
  const frame = await frameOf(event, 'clinic');
  const { organisationId } = frame.choices;
  const all = await allClinics(event.locals.site, organisationId);
  const asked = event.locals.posted?.get('q') ?? event.url.searchParams.get('q');
  const words = typeof asked === 'string' ? asked.trim().slice(0, LONGEST_SEARCH) : '';
  const { clinicId } = frame.choices;
  const isChosen = (clinic: ClinicView): number => Number(clinic.id === clinicId);
  const found = all
    .filter((clinic) => matches(clinic, words))
    .toSorted((a, b) => isChosen(b) - isChosen(a));
  const shown = Number(event.url.searchParams.get('shown')) || CLINICS_ON_A_PAGE;
  return {
    frame,
    words,
    clinics: found.slice(0, shown),
    more: Math.min(Math.max(found.length - shown, 0), CLINICS_ON_A_PAGE),
    next: shown + CLINICS_ON_A_PAGE,
    count: found.length,
    searchable: all.length >= MANY_CLINICS,
    total: all.length,
  };
};

export const actions = {
  default: async (event) => {
    await readCarried(event);
  },
} satisfies Actions;

/** Every word stands somewhere in the clinic's name, place, company or people. */
function matches(clinic: ClinicView, words: string): boolean {
  const text = folded(
    [
      clinic.name,
      clinic.company,
      clinic.organisation.name,
      clinic.address.street,
      clinic.address.town,
      ...clinic.practitioners.map(({ name }) => name),
    ].join(' '),
  );
  return folded(words)
    .split(/\s+/u)
    .every((word) => text.includes(word));
}

function folded(text: string): string {
  return text.toLocaleLowerCase('sv').normalize('NFC');
}
