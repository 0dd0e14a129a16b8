import * as v from 'valibot';
import { ask } from '../calls/answer.ts';
import type { Visit } from './visit.ts';

const shape = v.object({
  items: v.array(
    v.object({
      id: v.string(),
      bookText: v.optional(v.string(), ''),
      summonsCard: v.optional(v.boolean(), false),
      moveNextRecall: v.optional(v.boolean(), false),
      expectedAmount: v.optional(v.nullable(v.number()), null),
    }),
  ),
});

/** What a booking takes over from its template (P4); undefined when it cannot be had. */
export async function templateDetails(templateId: string): Promise<Visit | undefined> {
  const answer = await ask('/booking-templates', { shape });
  if (!answer.ok) return undefined;
  const template = answer.value.items.find(({ id }) => id === templateId);
  if (template === undefined) return undefined;
  const { bookText, summonsCard, moveNextRecall, expectedAmount } = template;
  return { bookText, summonsCard, moveNextRecall, expectedAmount };
}
