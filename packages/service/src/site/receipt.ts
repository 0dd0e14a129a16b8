import type { BookingId, BookingState, ClinicId } from '@tidbok/core';
import { loadRevisionOfClinic, loadVisit } from '@tidbok/store/site';
import type { SiteContext } from './context.ts';
import type { ReceiptView } from './site.ts';

/** What was booked, without a word about whom; null for a booking that the clinic does not have. */
export async function readReceipt(
  { pool, catalogs }: SiteContext,
  query: { readonly clinicId: ClinicId; readonly bookingId: BookingId },
): Promise<ReceiptView | null> {
  const clinic = await loadRevisionOfClinic(pool, query.clinicId);
  if (clinic === null) return null;
  const visit = await loadVisit(pool, clinic.practiceId, query.bookingId);
  const catalog = await catalogs.at(clinic.practiceId, clinic.catalogVersion);
  if (visit === null || catalog === null) return null;
  const template = catalog.rules.templates.get(visit.templateId);
  const { bookingId, during, templateId, practitionerId, resourceId } = visit;
  return {
    bookingId,
    status: statusOf(visit.state),
    start: during.from,
    end: during.to,
    practitionerId,
    resourceId,
    templateId,
    templateName: template?.name ?? '',
    rebookable: template?.rebookable ?? false,
    cancellable: template?.cancellable ?? false,
  };
}

function statusOf(state: BookingState): ReceiptView['status'] {
  switch (state) {
    case 'pending':
      return 'preliminary';
    case 'cancelled':
      return 'cancelled';
    case 'confirmed':
    case 'arrived':
    case 'completed':
    case 'no-show':
      return 'confirmed';
  }
}
