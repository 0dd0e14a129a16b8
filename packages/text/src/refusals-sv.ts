import type { RefusalCode } from '@tidbok/core';
import type { RefusalSentence } from './refusal-sentence.ts';

/** Vad ett preblock inte tar emot, typ för typ (B2). */
const preblockWords: Readonly<Record<string, string | undefined>> = {
  recall: 'tar bara emot revisioner',
  'patient-free': 'är patientfri tid',
  amount: 'kräver ett högre belopp än bokningen har',
  treatment: 'tar inte emot den behandlingskategorin',
  internet: 'tar inte emot den behandlingskategorin',
};

/** `3 till 19 år`, `minst 20 år`, `högst 19 år`. */
function ages(from: string, to: string): string {
  if (from !== '' && to !== '') return `${from} till ${to} år`;
  return from === '' ? `högst ${to} år` : `minst ${from} år`;
}

export const refusalsInSwedish: Readonly<Record<RefusalCode, RefusalSentence>> = {
  'time-taken': 'Tiden hann bli bokad av någon annan.',
  'time-held': 'Någon annan håller på att boka tiden just nu.',
  'not-offered': 'Tiden går inte att boka på nätet.',
  'no-preblock': 'Inget preblock för internet ligger på tiden.',
  'preblock-expired': 'Preblocket har upphört att gälla.',
  'under-other-preblock': 'Ett annat preblock på tiden tar inte emot bokningen.',
  claimed: 'Kliniken har bett bokningssidan om tiden.',
  'being-withdrawn': 'Tiden håller på att tas bort från bokningssidan.',
  'not-announced': 'Tiden har ännu inte skickats till bokningssidan.',
  'too-soon': 'Tiden är för nära inpå för att bokas på nätet.',
  'too-far': 'Tiden ligger längre fram än vad som går att boka på nätet.',
  'in-the-past': 'Tiden har redan varit.',
  'off-the-grid': 'Tiden börjar inte vid någon av de tider som erbjuds.',
  'category-not-allowed':
    'Bokningsmallens kategori tillåts inte av preblocket, så mallen erbjuds inte där.',
  'template-not-online': 'Behandlingen går inte att boka på nätet.',
  'template-not-in-list': 'Behandlingen erbjuds inte av den här behandlaren.',
  'template-retired': 'Behandlingen erbjuds inte längre.',
  'not-taking-part': 'Behandlaren tar inte emot bokningar på nätet.',
  'outside-schedule': 'Tiden ligger utanför behandlarens arbetsschema.',
  'practitioner-absent': 'Behandlaren är frånvarande den tiden.',
  'preblock-refuses': (tell) =>
    `${tell('name') === '' ? 'Preblocket på tiden' : `Preblocket ${tell('name')}`} ` +
    `${preblockWords[tell('preblockType')] ?? 'tar inte emot bokningen'}.`,
  'site-not-reached':
    'Bokningssidan svarar inte, så tiden kan vara såld där. Försök igen om en stund.',
  'clinic-not-reached':
    'Kliniken svarar inte just nu, och tiden kan bara ändras där. Försök igen om en stund eller ring.',
  'age-not-allowed': (tell) =>
    `Behandlingen bokas på nätet bara för den som är ${ages(tell('fromAge'), tell('toAge'))}.`,
  'children-by-phone': 'Tider för barn under 13 år bokas på telefon hos den här kliniken.',
  'number-needed': 'Den här kliniken tar bara emot bokningar med svenskt personnummer på nätet.',
  'new-patients-not-taken':
    'Behandlingen bokas på nätet bara av den som redan är patient. Välj en annan eller ring.',
  'sign-in-needed':
    'Behandlingen är för den som redan är patient. Logga in med e-legitimation, eller ring.',
  'too-many-open': (tell) =>
    `Du har redan ${tell('most')} kommande tider bokade, och fler går inte att boka på nätet.`,
  'link-not-valid':
    'Länken och födelsedatumet hör inte ihop, eller så har länken redan använts. Ring kliniken.',
  'book-recovering': 'Tidboken kommer just i fas med bokningssidan igen. Tiden kan vara såld där.',
  'time-unknown':
    'Något togs här efter säkerhetskopian som tidboken återställdes från. Ta reda på vad först.',
  overlap: (tell) =>
    tell('subject') === ''
      ? 'Tiden krockar med en annan bokning.'
      : `Tiden krockar med en annan bokning: ${tell('subject')} är upptagen.`,
  'shift-overlap': (tell) =>
    (tell('subject') === 'resource'
      ? 'En annan behandlare har redan ett pass i stolen då'
      : 'Passet krockar med ett annat av behandlarens pass') +
    (tell('local') === '' ? '.' : ` (${tell('local').replace('T', ' ')}).`),
  'local-time-skipped': 'Klockslaget finns inte den dagen: klockan ställs om till sommartid.',
  'local-time-ambiguous':
    'Klockslaget infaller två gånger den dagen: klockan ställs om till vintertid.',
  'too-late-to-change': 'Det är för sent att ändra bokningen på nätet. Ring kliniken.',
  'not-rebookable': 'Bokningen går inte att omboka på nätet. Ring kliniken.',
  'not-cancellable': 'Bokningen går inte att avboka på nätet. Ring kliniken.',
  'booking-ended': 'Bokningen är redan avslutad eller avbokad.',
  'hold-expired': 'Tiden är inte längre reserverad. Välj tid igen.',
  invalid: 'Något är inte rätt ifyllt.',
  'too-large': 'Det som skickades är för stort.',
  'category-required': 'En bokningsmall som används i E-tidbok måste ha en bokningskategori.',
  'categories-required': 'Kryssa i minst en behandling.',
  'pattern-length': 'Resursmönstret är inte lika långt som bokningsmallens antal minuter.',
  'pattern-sign': (tell) =>
    tell('name') === ''
      ? `Tecknet ${tell('sign')} i resursmönstret är inte känt på kliniken.`
      : `Kliniken har ingen resurs för tecknet ${tell('sign')} (${tell('name')}) i mallens mönster.`,
  'unknown-practice': 'Praktiken finns inte.',
  'unknown-organisation': 'Organisationen finns inte.',
  'unknown-company': 'Företaget finns inte.',
  'unknown-clinic': 'Kliniken finns inte.',
  'unknown-template': 'Behandlingen finns inte.',
  'unknown-practitioner': 'Behandlaren finns inte.',
  'unknown-resource': 'Resursen finns inte.',
  'unknown-shared-resource': 'Den delade resursen finns inte.',
  'unknown-booking': 'Bokningen finns inte.',
  'unknown-patient': 'Patienten finns inte.',
  'unknown-preblock': 'Preblocket finns inte.',
  'unknown-kind': 'Preblockstypen finns inte.',
  'unknown-category': 'Behandlingskategorin finns inte.',
  'unknown-list': 'Listan finns inte.',
  'unknown-shift': 'Passet finns inte.',
  'unknown-absence': 'Frånvaron finns inte.',
  'unknown-plan-change': 'Ändringen går inte att ångra längre.',
  'unknown-book-text': 'Tidbokstexten finns inte.',
  'unknown-sign': 'Tecknet finns inte.',
  'unknown-hold': 'Reservationen finns inte. Välj tid igen.',
  'unknown-user': 'Användaren finns inte.',
  'unknown-role': 'Rollen finns inte.',
  'unknown-message': 'Meddelandet står inte kvar på listan.',
  'unknown-address': 'Adressen leder ingenstans.',
  'idempotency-key-missing': 'Förfrågan saknar sidhuvudet Idempotency-Key.',
  'idempotency-key-reused': 'Samma Idempotency-Key har redan använts till något annat.',
  'in-use': (tell) =>
    tell('where') === '' ? 'Används och kan inte tas bort.' : `Används i: ${tell('where')}.`,
  'already-exists': 'Det finns redan en med samma namn.',
  'changed-meanwhile': 'Någon annan ändrade detta under tiden. Titta igen och gör om.',
  'not-active': (tell) =>
    tell('name') === '' ? 'Är inte i bruk.' : `${tell('name')} är inte i bruk.`,
  'list-not-available': (tell) =>
    `Listan ${tell('name')} tillhör någon annan och kan inte väljas här.`,
  'last-administrator':
    'Minst en aktiv användare måste få sköta behörigheterna, annars kan ingen göra det längre.',
  'pairing-code-invalid': 'Engångskoden stämmer inte eller har gått ut.',
  'not-paired': 'Kliniken är inte ihopkopplad med bokningssidan.',
  'already-paired': 'Kliniken är redan ihopkopplad med bokningssidan.',
  'unknown-import': 'Den inflyttade filen finns inte.',
  'import-ended': 'Inflyttningen av filen är avslutad. Välj filen igen.',
  'file-unreadable': 'Filen går inte att läsa. Spara den som CSV eller iCalendar och försök igen.',
  'row-twice': (tell) => `Samma rad finns redan på rad ${tell('line')} i filen.`,
  'import-differs':
    'Har redan kommit in från en tidigare fil men såg annorlunda ut då. Ändra i tidboken.',
  'patient-protected': 'Personen har skyddade personuppgifter och ändras bara på sitt kort.',
  'preblock-code-required': 'Preblocket kräver en kod för att läggas in.',
  'kind-is-personal': 'Preblocket är personligt och kan bara läggas hos sin behandlare.',
  'permission-missing': 'Du har inte behörighet till detta.',
  'not-signed-in': 'Du är inte inloggad.',
  'sign-in-failed': 'Användarnamnet eller lösenordet stämmer inte.',
  'login-failed': 'Inloggningen gick inte att slutföra. Försök igen.',
  'login-cancelled': 'Inloggningen avbröts. Ingenting har ändrats.',
  'login-expired': 'Inloggningen tog för lång tid eller hade redan använts. Logga in igen.',
  'login-not-open': 'Inloggning med e-legitimation är inte öppen här.',
  'signature-invalid': 'Signaturen stämmer inte.',
  'rate-limited': 'Det kommer för många försök just nu. Vänta en stund och försök igen.',
  'method-not-allowed': 'Metoden går inte att använda här.',
  'unsupported-media-type': 'Innehållet har fel typ; skicka application/json.',
};
