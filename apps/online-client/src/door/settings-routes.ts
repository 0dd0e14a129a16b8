import type { ClinicId } from '@tidbok/core';
import { refusalSentence } from '@tidbok/text';
import { checkPicture } from '../picture.ts';
import { clinicsPage, type ClinicsFacts } from '../pages/clinics-page.ts';
import { wordsOf } from '../pages/frame.ts';
import { limitsPage, type LimitsFacts } from '../pages/limits-page.ts';
import { readLimits, typedLimits } from './limits-form.ts';
import { page, seeOther, type Reply } from './reply.ts';
import type { Asked, Route } from './routes.ts';

const maxName = 200;
const maxOpeningText = 4_000;

async function shownClinics(asked: Asked, told: ClinicsFacts['told'], code = 200): Promise<Reply> {
  const { house, shown } = asked;
  const { clinics, practitioners } = await house.clinic.register();
  const logos = await Promise.all(clinics.map(({ id }) => house.clinic.logo(id)));
  const withLogo = new Set<string>(clinics.flatMap(({ id }, i) => (logos[i] ? [id] : [])));
  return page(clinicsPage(shown, { clinics, practitioners, withLogo, told }), code);
}

function clinics(asked: Asked): Promise<Reply> {
  const { saved } = wordsOf(asked.shown).clinics;
  const isSaved = asked.url.searchParams.has('saved');
  return shownClinics(asked, isSaved ? { tone: 'good', text: saved } : null);
}

async function saveClinic(asked: Asked): Promise<Reply> {
  const { house, id, form, visitor } = asked;
  const { clinics: all, practitioners } = await house.clinic.register();
  const clinic = all.find((each) => each.id === id);
  const { member } = visitor;
  if (clinic === undefined || member === null) return seeOther('/clinics');
  const line = (name: string): string => form.text(name).slice(0, maxName);
  const saved = await house.clinic.saveClinic(member, {
    ...clinic,
    name: line('name'),
    address: { street: line('street'), postalCode: line('postalCode'), town: line('town') },
    phone: line('phone'),
    openingText: form.text('openingText').slice(0, maxOpeningText),
    takesPartOnline: form.has('takesPartOnline'),
  });
  if (!saved.ok) return refusedClinic(asked, saved.refusal.code);
  const chosen = new Set(form.all('practitioner'));
  for (const each of practitioners.filter(({ clinicId }) => clinicId === clinic.id)) {
    const takesPartOnline = chosen.has(each.id);
    if (takesPartOnline === each.takesPartOnline) continue;
    const kept = await house.clinic.savePractitioner(member, { ...each, takesPartOnline });
    if (!kept.ok) return refusedClinic(asked, kept.refusal.code);
  }
  return seeOther('/clinics?saved');
}

function refusedClinic(asked: Asked, code: Parameters<typeof refusalSentence>[0]): Promise<Reply> {
  const text = refusalSentence(code, asked.shown.locale);
  return shownClinics(asked, { tone: 'danger', text }, 422);
}

async function logo({ house, id }: Asked): Promise<Reply> {
  const found = isId(id) ? await house.clinic.logo(id) : null;
  return found === null
    ? { status: 404 }
    : { status: 200, type: found.mediaType, body: found.bytes };
}

async function saveLogo(asked: Asked): Promise<Reply> {
  const { house, id, form, visitor } = asked;
  const { member } = visitor;
  if (member === null || !isId(id)) return seeOther('/clinics');
  const say = wordsOf(asked.shown).clinics.logoWrong;
  const wrong = (fault: keyof typeof say): Promise<Reply> =>
    shownClinics(asked, { tone: 'danger', text: say[fault] }, 422);
  if (form.has('remove')) {
    await house.clinic.saveLogo(member, id, null);
    return seeOther('/clinics?saved');
  }
  const bytes = await form.file('logo');
  if (bytes === null) return wrong('missing');
  const facts = checkPicture(bytes);
  if (typeof facts === 'string') return wrong(facts);
  const saved = await house.clinic.saveLogo(member, id, { ...facts, bytes });
  if (saved.ok) return seeOther('/clinics?saved');
  const { code } = saved.refusal;
  return code === 'too-large' ? wrong('too-large-together') : refusedClinic(asked, code);
}

async function saveColour(asked: Asked): Promise<Reply> {
  const { house, id, form, visitor } = asked;
  const { member } = visitor;
  if (member === null || !isId(id)) return seeOther('/clinics');
  const colour = form.has('own') ? form.text('colour').toLowerCase() : null;
  const saved = await house.clinic.saveSiteColour(member, id, colour);
  if (saved.ok) return seeOther('/clinics?saved');
  return refusedClinic(asked, saved.refusal.code);
}

function isId(id: string): id is ClinicId {
  return /^[0-9a-f-]{36}$/i.test(id);
}

async function limits({ house, shown, url }: Asked): Promise<Reply> {
  const { practice } = await house.clinic.register();
  const { saved } = wordsOf(shown).limits;
  const told: LimitsFacts['told'] = url.searchParams.has('saved')
    ? { tone: 'good', text: saved }
    : null;
  return page(limitsPage(shown, { ...typedLimits(practice), wrong: {}, told }));
}

async function saveLimits(asked: Asked): Promise<Reply> {
  const { house, shown, form, visitor } = asked;
  if (visitor.member === null) return seeOther('/limits');
  const { practice } = await house.clinic.register();
  const say = wordsOf(shown).limits;
  const read = readLimits(form, practice, say);
  const again = (text: string): Reply => {
    const told = { tone: 'danger', text } as const;
    return page(limitsPage(shown, { ...read.typed, wrong: read.wrong, told }), 422);
  };
  if (read.settings === null) return again(say.wrong);
  const saved = await house.clinic.savePractice(visitor.member, read.settings);
  if (!saved.ok) return again(refusalSentence(saved.refusal.code, shown.locale));
  return seeOther('/limits?saved');
}

export const settingsRoutes: readonly Route[] = [
  { method: 'GET', path: '/clinics', admits: 'admin', answer: clinics },
  { method: 'POST', path: '/clinics/{id}', admits: 'admin', answer: saveClinic },
  { method: 'GET', path: '/clinics/{id}/logo', admits: 'admin', answer: logo },
  { method: 'POST', path: '/clinics/{id}/logo', admits: 'admin', answer: saveLogo },
  { method: 'POST', path: '/clinics/{id}/colour', admits: 'admin', answer: saveColour },
  { method: 'GET', path: '/limits', admits: 'admin', answer: limits },
  { method: 'POST', path: '/limits', admits: 'admin', answer: saveLimits },
];
