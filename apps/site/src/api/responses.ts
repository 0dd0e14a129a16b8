import * as v from 'valibot';

/** What the API answers, for its documentation. */
const id = v.pipe(v.string(), v.uuid());
const moment = v.pipe(v.string(), v.isoTimestamp());

const practitioner = v.object({ id, name: v.string(), title: v.string() });

export const clinicsAnswer = v.object({
  items: v.array(
    v.object({
      id,
      organisation: v.object({ id, name: v.string() }),
      name: v.string(),
      company: v.string(),
      address: v.string(),
      postalCode: v.string(),
      town: v.string(),
      phone: v.string(),
      openingText: v.string(),
      colour: v.nullable(v.string()),
      zone: v.string(),
      requiredAddressFields: v.array(v.string()),
      practitioners: v.array(practitioner),
    }),
  ),
  nextCursor: v.optional(v.string()),
});

export const templatesAnswer = v.object({
  items: v.array(
    v.object({
      id,
      name: v.string(),
      minutes: v.number(),
      rebookable: v.boolean(),
      cancellable: v.boolean(),
    }),
  ),
});

const time = v.object({ start: moment, end: moment, practitionerId: id, resourceId: id });

export const timesAnswer = v.object({
  asOf: moment,
  age: v.pipe(
    v.picklist(['fresh', 'clinic-silent', 'remembered']),
    v.description('Whether the clinic is connected, was not heard since asOf, or nobody can look'),
  ),
  items: v.array(time),
});
export const firstTimeAnswer = v.object({ asOf: moment, ...time.entries });
export const holdAnswer = v.object({ holdId: id, expiresAt: moment });

export const bookedAnswer = v.object({
  bookingId: id,
  status: v.picklist(['confirmed', 'preliminary']),
  start: moment,
  end: moment,
});

export const myBookingsAnswer = v.object({
  items: v.array(
    v.object({
      bookingId: id,
      clinicId: id,
      clinicName: v.string(),
      address: v.string(),
      town: v.string(),
      phone: v.string(),
      start: moment,
      end: moment,
      templateId: id,
      templateName: v.string(),
      practitionerId: id,
      practitionerName: v.string(),
      resourceId: id,
      status: v.picklist(['confirmed', 'preliminary', 'cancelled', 'been', 'missed']),
      mayRebook: v.boolean(),
      mayCancel: v.boolean(),
      latestChange: moment,
      isOnline: v.boolean(),
    }),
  ),
  outOfReach: v.pipe(
    v.array(v.string()),
    v.description('Clinics that did not answer: of them only what was booked online is listed'),
  ),
});

export const problemAnswer = v.looseObject({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
  code: v.string(),
});
