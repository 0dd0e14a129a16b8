import type { TrayCase, TrayVisit } from '@tidbok/service/clinic';
import { caseWords, dateWords, refusalSentence } from '@tidbok/text';
import type { RefusalCode } from '@tidbok/core';
import { html, type Html } from '@tidbok/ui/html';
import { frame, notice, token, wordsOf, type Shown } from './frame.ts';

export interface TrayFacts {
  readonly cases: readonly TrayCase[];
  readonly zoneId: string;
  readonly told: 'solved' | RefusalCode | null;
  /** Resource and practitioner by their ids. */
  readonly names: ReadonlyMap<string, string>;
}

/** What needs a person, and the ways out of each case. */
export function trayPage(shown: Shown, facts: TrayFacts): Html {
  const { tray: say } = wordsOf(shown);
  const told =
    facts.told === null
      ? null
      : facts.told === 'solved'
        ? notice('good', say.solved)
        : notice('danger', refusalSentence(facts.told, shown.locale));
  const main = html`<h1>${say.title}</h1>
    ${told} ${facts.cases.length === 0 && html`<p class="empty">${say.none}</p>`}
    ${facts.cases.map((each) => caseCard(shown, each, facts))}`;
  return frame(shown, { title: say.title, main });
}

function caseCard(shown: Shown, each: TrayCase, facts: TrayFacts): Html {
  const { tray: say } = wordsOf(shown);
  const { name, why } = caseWords(say, each.kind);
  const words = dateWords(shown.locale, facts.zoneId);
  return html`<section class="card case" aria-labelledby="case-${each.id}">
    <h2 id="case-${each.id}">${name}</h2>
    <p>${why}</p>
    <p class="quiet">${words.moment(each.at)}</p>
    <ul role="list" class="visits">
      ${each.visits.map((visit) => visitItem(shown, { each, visit }, facts))}
    </ul>
    ${each.closesItself ? html`<p class="quiet">${say.waits}</p>` : keepForm(shown, each)}
  </section>`;
}

function keepForm(shown: Shown, { id }: TrayCase): Html {
  const { tray: say } = wordsOf(shown);
  return html`<form method="post" action="/tray/${id}">
    ${token(shown)}<input type="hidden" name="way" value="keep" />
    <button class="button">${say.keep}</button> <span class="quiet">${say.keepHelp}</span>
  </form>`;
}

function visitItem(
  shown: Shown,
  { each, visit }: { readonly each: TrayCase; readonly visit: TrayVisit },
  { zoneId, names }: TrayFacts,
): Html {
  const { tray: say } = wordsOf(shown);
  const words = dateWords(shown.locale, zoneId);
  const { booking } = visit;
  const state = booking.state === 'cancelled' ? say.state.cancelled : say.state[booking.source];
  const where = [names.get(booking.resourceId), names.get(booking.practitionerId)];
  return html`<li>
    <p>
      <strong>${booking.patient.name}</strong>
      <span>${words.visit(booking.start, booking.end)}</span>
      <span>${booking.templateName} · ${where.filter(Boolean).join(', ')}</span>
      <span class="quiet">${state} · ${booking.patient.mobile}</span>
    </p>
    ${booking.state === 'confirmed' && ways(shown, { each, visit }, zoneId)}
  </li>`;
}

function ways(
  shown: Shown,
  { each, visit }: { readonly each: TrayCase; readonly visit: TrayVisit },
  zoneId: string,
): Html {
  const { tray: say } = wordsOf(shown);
  const words = dateWords(shown.locale, zoneId);
  const { booking, nearest } = visit;
  const about = booking.patient.name;
  const hidden = html`${token(shown)}<input
      type="hidden"
      name="bookingId"
      value="${booking.id}"
    />`;
  const to = nearest === null ? '' : say.moveTo(words.visit(nearest.start, nearest.end));
  return html`<div class="ways">
    ${
      nearest === null
        ? html`<p class="quiet">${say.noNearest}</p>`
        : html`<form method="post" action="/tray/${each.id}">
            ${hidden}<input type="hidden" name="way" value="move" />
            <input type="hidden" name="start" value="${nearest.start}" />
            <button class="button" aria-label="${say.about(to, about)}">${to}</button>
          </form>`
    }
    <form method="post" action="/tray/${each.id}" class="cancel">
      ${hidden}<input type="hidden" name="way" value="cancel" />
      <div class="line">
        <label for="reason-${each.id}-${booking.id}">${say.cancelReason}</label>
        <select id="reason-${each.id}-${booking.id}" name="reason">
          ${Object.entries(say.cancelReasons).map(
            ([code, text]) => html`<option value="${code}">${text}</option>`,
          )}
        </select>
      </div>
      <div class="line">
        <label for="note-${each.id}-${booking.id}">${say.note}</label>
        <input id="note-${each.id}-${booking.id}" name="note" maxlength="1000" />
      </div>
      <button class="button danger" aria-label="${say.about(say.cancel, about)}">
        ${say.cancel}
      </button>
    </form>
  </div>`;
}
