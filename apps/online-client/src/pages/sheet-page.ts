import type { BookedView, DaySheet } from '@tidbok/service/clinic';
import { calendarWords, capitalised, dateWords } from '@tidbok/text';
import { formatLocalTime } from '@tidbok/core';
import { html, type Html } from '@tidbok/ui/html';
import { frame, notice, token, wordsOf, type Shown } from './frame.ts';

export interface SheetFacts {
  readonly sheet: DaySheet;
  readonly zoneId: string;
  /** Resource and practitioner by their ids. */
  readonly names: ReadonlyMap<string, string>;
  readonly marked: boolean;
}

/** The day sheet (3.5), made to be printed. */
export function sheetPage(shown: Shown, facts: SheetFacts): Html {
  const say = wordsOf(shown).sheet;
  const { sheet } = facts;
  const words = dateWords(shown.locale, facts.zoneId);
  const noneUnseen = html`<p class="empty">${say.unseenNone}</p>`;
  const main = html`<h1>${say.title}</h1>
    <p class="quiet">${say.asOf(words.moment(sheet.asOf))}</p>
    ${facts.marked && notice('good', say.marked)}
    <p>${say.canHold}</p>
    <section>
      <h2>${say.unseenTitle}</h2>
      ${sheet.unseen.length === 0 ? noneUnseen : unseen(shown, facts)}
    </section>
    ${sheet.mayBeSold.length > 0 && mayBeSold(shown, facts)}`;
  return frame(shown, { title: say.title, main });
}

function unseen(shown: Shown, facts: SheetFacts): Html {
  const say = wordsOf(shown).sheet;
  return html`<div class="scroll" role="region" aria-label="${say.unseenTitle}" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">${say.time}</th>
            <th scope="col">${say.patient}</th>
            <th scope="col">${say.phone}</th>
            <th scope="col">${say.visit}</th>
            <th scope="col">${say.chair}</th>
          </tr>
        </thead>
        <tbody>
          ${facts.sheet.unseen.map((booking) => row(shown, booking, facts))}
        </tbody>
      </table>
    </div>
    <form method="post" action="/day-sheet" class="buttons noprint">
      ${token(shown)}
      ${facts.sheet.unseen.map(
        ({ id }) => html`<input type="hidden" name="bookingId" value="${id}" />`,
      )}
      <button class="button primary">${say.allSeen}</button>
      <button class="button" type="button" data-print hidden>${say.print}</button>
    </form>`;
}

function row(shown: Shown, booking: BookedView, { zoneId, names }: SheetFacts): Html {
  const say = wordsOf(shown).sheet;
  const words = dateWords(shown.locale, zoneId);
  const where = [names.get(booking.resourceId), names.get(booking.practitionerId)];
  return html`<tr>
    <th scope="row">${capitalised(words.visit(booking.start, booking.end))}</th>
    <td>
      ${booking.patient.name}
      ${booking.state === 'cancelled' && html`<strong>${say.cancelledByPatient}</strong>`}
    </td>
    <td>${booking.patient.mobile}</td>
    <td>${booking.templateName}</td>
    <td>${where.filter(Boolean).join(', ')}</td>
  </tr>`;
}

function mayBeSold(shown: Shown, { sheet, zoneId, names }: SheetFacts): Html {
  const { sheet: say, status } = wordsOf(shown);
  const words = dateWords(shown.locale, zoneId);
  const calendar = calendarWords(shown.locale);
  const since = sheet.lastExchangeAt === null ? status.never : words.moment(sheet.lastExchangeAt);
  return html`<section>
    <h2>${say.mayBeSoldTitle}</h2>
    <p>${say.mayBeSold(since)}</p>
    ${
      sheet.sellsAloneUntil !== null &&
      html`<p>${say.sellsUntil(words.moment(sheet.sellsAloneUntil))}</p>`
    }
    <ul class="times">
      ${sheet.mayBeSold.map((each) => {
        const span = `${formatLocalTime(each.fromMinute)}–${formatLocalTime(each.toMinute)}`;
        const where = [names.get(each.resourceId), names.get(each.practitionerId)];
        return html`<li>
          ${capitalised(calendar.day(each.date))} ${span} · ${where.filter(Boolean).join(', ')}
        </li>`;
      })}
    </ul>
  </section>`;
}
