import type { RefusalCode } from '@tidbok/core';
import type { RefusalSentence } from './refusal-sentence.ts';

/** What a preblock does not take, type by type (B2). */
const preblockWords: Readonly<Record<string, string | undefined>> = {
  recall: 'takes recalls only',
  'patient-free': 'is time without patients',
  amount: 'requires a higher amount than the booking has',
  treatment: 'does not take that treatment category',
  internet: 'does not take that treatment category',
};

/** `aged 3 to 19`, `aged 20 or more`, `aged 19 or less`. */
function ages(from: string, to: string): string {
  if (from !== '' && to !== '') return `aged ${from} to ${to}`;
  return from === '' ? `aged ${to} or less` : `aged ${from} or more`;
}

export const refusalsInEnglish: Readonly<Record<RefusalCode, RefusalSentence>> = {
  'time-taken': 'Someone else booked the time just before you.',
  'time-held': 'Someone else is booking the time right now.',
  'not-offered': 'The time cannot be booked online.',
  'no-preblock': 'No Internet preblock lies on the time.',
  'preblock-expired': 'The preblock no longer applies.',
  'under-other-preblock': 'Another preblock on the time does not accept the booking.',
  claimed: 'The clinic has asked the booking site for the time.',
  'being-withdrawn': 'The time is being withdrawn from the booking site.',
  'not-announced': 'The time has not been sent to the booking site yet.',
  'too-soon': 'The time is too near to be booked online.',
  'too-far': 'The time is further ahead than can be booked online.',
  'in-the-past': 'The time has already passed.',
  'off-the-grid': 'The time does not start at one of the times offered.',
  'category-not-allowed':
    'The preblock does not allow the template’s category, so the template is not offered there.',
  'template-not-online': 'The treatment cannot be booked online.',
  'template-not-in-list': 'This practitioner does not offer the treatment.',
  'template-retired': 'The treatment is no longer offered.',
  'not-taking-part': 'The practitioner does not take bookings online.',
  'outside-schedule': 'The time lies outside the practitioner’s work schedule.',
  'practitioner-absent': 'The practitioner is away at that time.',
  'preblock-refuses': (tell) =>
    `${tell('name') === '' ? 'The preblock there' : `The preblock ${tell('name')}`} ` +
    `${preblockWords[tell('preblockType')] ?? 'does not take the booking'}.`,
  'site-not-reached':
    'The booking site does not answer, so the time may be sold there. Try again in a moment.',
  'clinic-not-reached':
    'The clinic does not answer just now, and only it can change the visit. Try again in a while, or ring.',
  'age-not-allowed': (tell) =>
    `The treatment is booked online only by people ${ages(tell('fromAge'), tell('toAge'))}.`,
  'children-by-phone': 'This clinic books visits for children under 13 by phone.',
  'number-needed': 'This clinic takes online bookings only with a Swedish identity number.',
  'new-patients-not-taken':
    'The treatment is booked online only by who is a patient already. Choose another, or ring.',
  'sign-in-needed':
    'The treatment is for those who are patients already. Log in with e-ID, or ring.',
  'too-many-open': (tell) =>
    `You have ${tell('most')} coming visits booked already; no more can be booked online.`,
  'link-not-valid':
    'The link and the date of birth do not match, or the link has been used. Ring the clinic.',
  'book-recovering':
    'The book is coming into step with the booking site again. The time may be sold there.',
  'time-unknown':
    'Something was booked here after the backup the book was restored from. Find out what first.',
  overlap: (tell) =>
    tell('subject') === ''
      ? 'The time overlaps another booking.'
      : `The time overlaps another booking: ${tell('subject')} is taken.`,
  'shift-overlap': (tell) =>
    (tell('subject') === 'resource'
      ? 'Another practitioner has a shift in the chair then'
      : 'The shift overlaps another of the practitioner’s shifts') +
    (tell('local') === '' ? '.' : ` (${tell('local').replace('T', ' ')}).`),
  'local-time-skipped': 'That time does not exist on that day: the clocks go forward.',
  'local-time-ambiguous': 'That time occurs twice on that day: the clocks go back.',
  'too-late-to-change': 'It is too late to change the booking online. Please call the clinic.',
  'not-rebookable': 'The booking cannot be rebooked online. Please call the clinic.',
  'not-cancellable': 'The booking cannot be cancelled online. Please call the clinic.',
  'booking-ended': 'The booking has already ended or been cancelled.',
  'hold-expired': 'The time is no longer held for you. Please choose a time again.',
  invalid: 'Something is not filled in correctly.',
  'too-large': 'What was sent is too large.',
  'category-required': 'A template used online must have a treatment category.',
  'categories-required': 'Tick at least one treatment.',
  'pattern-length': 'The resource pattern is not as long as the template’s minutes.',
  'pattern-sign': (tell) =>
    tell('name') === ''
      ? `The clinic does not know the sign ${tell('sign')} in the resource pattern.`
      : `The clinic has no resource for the sign ${tell('sign')} (${tell('name')}) of the template.`,
  'unknown-practice': 'There is no such practice.',
  'unknown-organisation': 'There is no such organisation.',
  'unknown-company': 'There is no such company.',
  'unknown-clinic': 'There is no such clinic.',
  'unknown-template': 'There is no such treatment.',
  'unknown-practitioner': 'There is no such practitioner.',
  'unknown-resource': 'There is no such resource.',
  'unknown-shared-resource': 'There is no such shared resource.',
  'unknown-booking': 'There is no such booking.',
  'unknown-patient': 'There is no such patient.',
  'unknown-preblock': 'There is no such preblock.',
  'unknown-kind': 'There is no such preblock kind.',
  'unknown-category': 'There is no such treatment category.',
  'unknown-list': 'There is no such list.',
  'unknown-shift': 'There is no such shift.',
  'unknown-absence': 'There is no such absence.',
  'unknown-plan-change': 'This change can no longer be undone.',
  'unknown-book-text': 'There is no such book text.',
  'unknown-sign': 'There is no such sign.',
  'unknown-hold': 'There is no such hold. Please choose a time again.',
  'unknown-user': 'There is no such user.',
  'unknown-role': 'There is no such role.',
  'unknown-message': 'The message is no longer on the list.',
  'unknown-address': 'There is nothing at this address.',
  'idempotency-key-missing': 'The request lacks the header Idempotency-Key.',
  'idempotency-key-reused': 'The same Idempotency-Key has been used for something else.',
  'in-use': (tell) =>
    tell('where') === '' ? 'In use, so it cannot be removed.' : `In use in: ${tell('where')}.`,
  'already-exists': 'There is already one with the same name.',
  'changed-meanwhile': 'Someone else changed this meanwhile. Please look again and redo.',
  'not-active': (tell) =>
    tell('name') === '' ? 'It is out of use.' : `${tell('name')} is out of use.`,
  'list-not-available': (tell) =>
    `The list ${tell('name')} belongs to somebody else and cannot be chosen here.`,
  'last-administrator':
    'At least one active user must be able to look after the permissions, or nobody can any more.',
  'pairing-code-invalid': 'The one-time code is wrong or has expired.',
  'not-paired': 'The clinic is not paired with the booking site.',
  'already-paired': 'The clinic is already paired with the booking site.',
  'unknown-import': 'There is no such file on its way in.',
  'import-ended': 'The move of this file has ended. Choose the file again.',
  'file-unreadable': 'The file cannot be read. Save it as CSV or iCalendar and try again.',
  'row-twice': (tell) => `The same row stands on line ${tell('line')} of the file already.`,
  'import-differs':
    'Came in with an earlier file, but said something else then. Change it in the book.',
  'patient-protected': 'The person has a protected identity and is changed on their card only.',
  'preblock-code-required': 'The preblock needs a code to be placed.',
  'kind-is-personal': 'The preblock is personal and can only be placed with its practitioner.',
  'permission-missing': 'You do not have permission for this.',
  'not-signed-in': 'You are not signed in.',
  'sign-in-failed': 'The user name or the password is wrong.',
  'login-failed': 'The login could not be completed. Try again.',
  'login-cancelled': 'The login was cancelled. Nothing has changed.',
  'login-expired': 'The login took too long or had been used already. Log in again.',
  'login-not-open': 'Login with e-ID is not open here.',
  'signature-invalid': 'The signature is not right.',
  'rate-limited': 'There are too many attempts right now. Please wait a moment and try again.',
  'method-not-allowed': 'That method cannot be used here.',
  'unsupported-media-type': 'The content has the wrong type; send application/json.',
};
