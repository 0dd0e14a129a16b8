import { ok, refuse, type Outcome, type PractitionerId } from '@tidbok/core';
import type { MenuQuery } from './clinic.ts';
import type { ClinicContext } from './context.ts';
import { kindsInForce, templatesInForce } from './lists-in-force.ts';
import { may } from './members.ts';
import { openBook } from './open-book.ts';
import type { LoadedRegister } from './register-cache.ts';
import type { StaffMember } from './staff.ts';
import type { BookMenu } from './views/book.ts';
import { categoryView } from './views/booked-view.ts';

/**
 * What right-click shows in a column (L3): templates and kinds of the lists in force for its
 * practitioner, in their order. Internet kinds stand there greyed without the permission (A2).
 */
export async function menu(
  context: ClinicContext,
  by: StaffMember,
  query: MenuQuery,
): Promise<Outcome<BookMenu>> {
  const book = await openBook(context);
  if (book === null) return refuse('unknown-practice');
  const { register } = book;
  const practitionerId = query.practitionerId ?? null;
  if (practitionerId !== null && !register.practitioners.some(({ id }) => id === practitionerId)) {
    return refuse('unknown-practitioner');
  }
  return ok({
    templates: templatesOf(register, practitionerId),
    preblockKinds: kindsOf(register, practitionerId).map(({ id, name, colour, code, rule }) => ({
      id,
      name,
      colour,
      type: rule.type,
      needsCode: code !== '',
      allowed: rule.type !== 'internet' || may(by, 'preblock-internet'),
    })),
  });
}

function templatesOf(
  register: LoadedRegister,
  practitionerId: PractitionerId | null,
): BookMenu['templates'] {
  const listed =
    practitionerId === null
      ? register.templates
      : templatesInForce(register, practitionerId, 'templateList');
  return listed
    .filter(({ useInBook, retired }) => useInBook && !retired)
    .map(({ id, name, minutes, categoryId }) => ({
      id,
      name,
      minutes,
      category: categoryView(register, categoryId),
    }));
}

function kindsOf(register: LoadedRegister, practitionerId: PractitionerId | null) {
  const listed = practitionerId === null ? register.kinds : kindsInForce(register, practitionerId);
  return listed.filter(
    ({ validFor }) => validFor.type === 'resources' || validFor.practitionerId === practitionerId,
  );
}
