import type { AddressField } from '@tidbok/protocol';
import { clientMessages, type Locale } from '@tidbok/text';

export function fieldLabel(locale: Locale, field: AddressField): string {
  return clientMessages[locale].clinics[field];
}
