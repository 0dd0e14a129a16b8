import type { PatientPolicy } from '@tidbok/protocol';
import type { PracticeSettings } from '@tidbok/service/clinic';
import { fieldLabel } from './address-words.ts';
import { html, type Html } from '@tidbok/ui/html';
import { field, frame, notice, tick, token, wordsOf, type Shown } from './frame.ts';

export interface LimitsFacts {
  /** As typed, by field. */
  readonly typed: Readonly<Record<string, string>>;
  readonly deadlineType: PracticeSettings['limits']['changeDeadline']['type'];
  readonly nearHours: number;
  readonly addressFields: ReadonlySet<string>;
  readonly patients: PatientPolicy;
  /** Fields that could not be taken, and what to write instead. */
  readonly wrong: Readonly<Record<string, string>>;
  readonly told: { readonly tone: 'good' | 'danger'; readonly text: string } | null;
}

const addressFields = ['street', 'postalCode', 'town'] as const;

/** E3 and E4, and how close to the visit the site sells without asking. */
export function limitsPage(shown: Shown, facts: LimitsFacts): Html {
  const say = wordsOf(shown).limits;
  const main = html`<h1>${say.title}</h1>
    ${facts.told !== null && notice(facts.told.tone, facts.told.text)}
    <form class="form" method="post" action="/limits">
      ${token(shown)}
      <section class="card">
        <h2>${say.when}</h2>
        <div class="row">
          ${number(facts, { name: 'leadTimeHours', label: say.leadTime, to: 8760 })}
          ${number(facts, { name: 'horizonMonths', label: say.horizon, to: 36 })}
        </div>
        ${deadline(shown, facts)}
      </section>
      <section class="card">${near(shown, facts)}</section>
      <section class="card">${who(shown, facts)}</section>
      <section class="card">
        <fieldset aria-describedby="address-help">
          <legend>${say.address}</legend>
          <p class="help" id="address-help">${say.addressHelp}</p>
          ${addressFields.map((name) =>
            tick('addressField', fieldLabel(shown.locale, name), {
              checked: facts.addressFields.has(name),
              value: name,
            }),
          )}
        </fieldset>
      </section>
      <p class="buttons"><button class="button primary">${say.save}</button></p>
    </form>`;
  return frame(shown, { title: say.title, main });
}

function who(shown: Shown, facts: LimitsFacts): Html {
  const say = wordsOf(shown).limits;
  const { children, withoutNumber, changeByLink } = facts.patients;
  return html`<fieldset aria-describedby="link-help">
      <legend>${say.who}</legend>
      ${tick('children', say.children, { checked: children })}
      ${tick('withoutNumber', say.withoutNumber, { checked: withoutNumber })}
      ${tick('changeByLink', say.changeByLink, { checked: changeByLink })}
      <p class="help" id="link-help">${say.changeByLinkHelp}</p>
    </fieldset>
    ${number(facts, {
      name: 'maxOpenVisits',
      label: say.maxOpen,
      to: 100,
      help: say.maxOpenHelp,
    })}`;
}

function number(
  { typed, wrong }: LimitsFacts,
  of: { readonly name: string; readonly label: string; readonly to: number; help?: string },
): Html {
  const more = html`min="0" max="${of.to}" step="1" inputmode="numeric"`;
  const value = typed[of.name] ?? '';
  return field({ ...of, value, type: 'number', wrong: wrong[of.name], more });
}

function deadline(shown: Shown, facts: LimitsFacts): Html {
  const say = wordsOf(shown).limits;
  const choice = (type: LimitsFacts['deadlineType'], label: string, detail: Html): Html =>
    html`<div class="choice">
      <label class="tick">
        <input
          type="radio"
          name="deadlineType"
          value="${type}"
          ${facts.deadlineType === type && html`checked`}
        />
        <span>${label}</span>
      </label>
      ${detail}
    </div>`;
  const clock = field({
    name: 'deadlineAt',
    label: say.clock,
    value: facts.typed['deadlineAt'] ?? '',
    wrong: facts.wrong['deadlineAt'],
    more: html`size="5" placeholder="12:00" inputmode="numeric"`,
  });
  const hours = number(facts, { name: 'deadlineHours', label: say.hours, to: 8760 });
  const days = number(facts, { name: 'deadlineDays', label: say.workdays, to: 60 });
  return html`<fieldset>
    <legend>${say.deadline}</legend>
    ${choice('hours', say.deadlineHours, hours)} ${choice('workdays', say.deadlineWorkdays, days)}
    ${choice('weekday-before', say.deadlineWeekday, clock)}
  </fieldset>`;
}

function near(shown: Shown, facts: LimitsFacts): Html {
  const say = wordsOf(shown).limits;
  const choices = Object.entries(say.nearChoices);
  const isOther = !choices.some(([hours]) => Number(hours) === facts.nearHours);
  const all: [string, string][] = isOther
    ? [[String(facts.nearHours), say.nearOther(facts.nearHours)], ...choices]
    : choices;
  return html`<fieldset aria-describedby="near-help">
      <legend>${say.near}</legend>
      <p class="help" id="near-help">${say.nearHelp}</p>
      ${all.map(
        ([hours, words]) =>
          html`<label class="tick">
            <input
              type="radio"
              name="nearHours"
              value="${hours}"
              ${Number(hours) === facts.nearHours && html`checked`}
            />
            <span>${words}</span>
          </label>`,
      )}
    </fieldset>
    ${number(facts, {
      name: 'offlineSellingHours',
      label: say.offline,
      to: 8760,
      help: say.offlineHelp,
    })}`;
}
