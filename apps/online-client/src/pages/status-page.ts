import type { Instant } from '@tidbok/core';
import type { ClientStatus, SyncAlarm } from '@tidbok/service/clinic';
import { dateWords } from '@tidbok/text';
import { html, type Html } from '@tidbok/ui/html';
import type { LinkFacts } from '../site-link.ts';
import { frame, notice, wordsOf, type Shown } from './frame.ts';

export interface StatusFacts {
  readonly status: ClientStatus;
  readonly alarm: SyncAlarm;
  readonly link: LinkFacts;
  /** Why the link has stopped for a person; a code. */
  readonly stoppedBecause: string | null;
  readonly haltedBecause: string | null;
  readonly zoneId: string;
  readonly version: string;
  readonly now: Instant;
}

/** Clocks that differ by less agree, as far as people are concerned. */
const clockToleranceSeconds = 5;

/** How everything stands, at a glance (E5). */
export function statusPage(shown: Shown, facts: StatusFacts): Html {
  const say = wordsOf(shown);
  const words = dateWords(shown.locale, facts.zoneId);
  const main = html`<h1>${say.nav.status}</h1>
    <p class="lead ${facts.status.connected ? 'well' : 'away'}" role="status">
      ${lead(shown, facts)}
    </p>
    ${warnings(shown, facts)}
    <dl class="facts">
      ${rows(shown, facts).map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    <p class="quiet">${say.status.asOf(words.clock(facts.now))}</p>`;
  return frame(shown, { title: say.nav.status, main, live: true });
}

function lead(shown: Shown, { status }: StatusFacts): string {
  const say = wordsOf(shown).status;
  if (status.mode === 'halted') return say.halted;
  if (status.mode === 'recover') return say.recover;
  if (!status.paired) return say.notPaired;
  return status.connected ? say.connected : say.notConnected;
}

function warnings(shown: Shown, facts: StatusFacts): Html[] {
  const say = wordsOf(shown).status;
  const words = dateWords(shown.locale, facts.zoneId);
  const { status, alarm, stoppedBecause, haltedBecause } = facts;
  const told: Html[] = [];
  const sheet = html`<a href="/day-sheet">${wordsOf(shown).sheet.open}</a>`;
  if (status.mode === 'halted') {
    told.push(notice('danger', html`${say.haltedHelp} <code>${haltedBecause}</code>`));
  }
  if (status.mode === 'recover') told.push(notice('danger', say.recoverHelp));
  if (stoppedBecause !== null && status.mode === 'paired') {
    told.push(notice('danger', say.stoppedHelp(stoppedBecause)));
  }
  if (alarm.awaySince !== null) {
    const text = say.alarm(words.moment(alarm.awaySince));
    told.push(notice('danger', html`${text} ${sheet}`));
  }
  if (alarm.unseen > 0) {
    told.push(notice('warn', html`${wordsOf(shown).sheet.unseen(alarm.unseen)} ${sheet}`));
  }
  if (!status.paired) told.push(notice('warn', say.howToPair));
  else if (!status.connected) told.push(notice('warn', say.whileAway));
  return told;
}

function rows(shown: Shown, facts: StatusFacts): (readonly [string, string | Html])[] {
  const say = wordsOf(shown).status;
  const words = dateWords(shown.locale, facts.zoneId);
  const { status } = facts;
  // What was found out on a connection says nothing once it is lost.
  const link = status.connected ? facts.link : { transport: null, siteAheadMs: null };
  const moment = (at: Instant | null): string => (at === null ? say.never : words.moment(at));
  const count = status.needsPerson.length;
  const cases = html`<a href="/tray">${say.cases(count)}</a>`;
  return [
    [say.practice, status.practice?.name ?? say.nothing],
    [say.clinics, status.clinics.map(({ name }) => name).join(', ') || say.nothing],
    [say.connectedSince, status.connected ? moment(status.connectedSince) : say.notNow],
    [say.lastExchange, moment(status.lastExchangeAt)],
    [say.waitingOut, status.waitingOut === 0 ? say.nothing : say.entries(status.waitingOut)],
    [say.waitingIn, status.waitingIn === 0 ? say.nothing : say.entries(status.waitingIn)],
    [
      say.frontier,
      status.frontier === null
        ? say.frontierNone
        : say.frontierWords(words.moment(status.frontier)),
    ],
    [say.needsPerson, count === 0 ? say.nothing : cases],
    [say.clock, clock(shown, link)],
    [say.transport, link.transport === null ? say.noTransport : say.transports[link.transport]],
    [say.version, facts.version],
  ];
}

function clock(shown: Shown, { siteAheadMs }: LinkFacts): string {
  const say = wordsOf(shown).status;
  if (siteAheadMs === null) return say.clockUnknown;
  const seconds = Math.round(siteAheadMs / 1000);
  return Math.abs(seconds) < clockToleranceSeconds ? say.clockAgrees : say.clockOff(seconds);
}
