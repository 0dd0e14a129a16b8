import type { BookMessages, Locale } from '@tidbok/text';
import type { Refused } from '../calls/answer.ts';
import {
  changePlan,
  previewPlan,
  undoPlan,
  type PlanChange,
  type PlanDone,
  type PlanPreview,
} from '../calls/plan-calls.ts';
import { refusalWords } from '../shell/refusal-words.ts';
import type { Toasts } from '../shell/toasts.svelte.ts';

interface Surroundings {
  readonly toasts: Toasts;
  readonly language: { readonly locale: Locale; readonly say: BookMessages };
  /** After the plan has changed, or changed back. */
  readonly onchanged: () => void;
}

/** One change of the plan on its way: shown as a difference, confirmed, made, undone. */
export class PlanDesk {
  preview = $state.raw<PlanPreview | null>(null);
  refused = $state.raw<Refused | null>(null);
  /** The plan was changed by someone else since it was last shown. */
  stale = $state(false);
  busy = $state(false);
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** What was asked for has changed: the figures no longer hold. */
  forget(): void {
    this.preview = null;
    this.refused = null;
    this.stale = false;
  }

  async look(change: PlanChange): Promise<void> {
    this.busy = true;
    const answer = await previewPlan(change);
    this.busy = false;
    this.refused = answer.ok ? null : answer.refused;
    this.preview = answer.ok ? answer.value : null;
  }

  /** Makes what was shown; when that no longer holds, shows what holds now. */
  async confirm(change: PlanChange): Promise<PlanDone | null> {
    if (this.preview === null) return null;
    this.busy = true;
    const answer = await changePlan(change, this.preview.seen);
    this.busy = false;
    if (answer.ok) {
      this.forget();
      this.#around.onchanged();
      return answer.value;
    }
    if (answer.refused.code !== 'changed-meanwhile') {
      this.refused = answer.refused;
      return null;
    }
    await this.look(change);
    this.stale = true;
    return null;
  }

  /** Says what was done, with a way to take it back. */
  tell(done: PlanDone, text: string): void {
    this.#around.toasts.say(text, { undo: () => void this.undo(done.changeId) });
  }

  async undo(changeId: string): Promise<void> {
    const { toasts, language, onchanged } = this.#around;
    const answer = await undoPlan(changeId);
    if (answer.ok) toasts.say(language.say.toast.undone);
    else toasts.say(refusalWords(answer.refused, language), { tone: 'danger' });
    onchanged();
  }

  summary({ published, withdrawn, bookings }: PlanPreview): string {
    const { plan } = this.#around.language.say;
    return plan.summary(published.count, withdrawn.count, bookings.length);
  }
}
