import type { Clinic, Practitioner, SiteLook } from '@tidbok/core';
import { html, type Html } from '@tidbok/ui/html';
import { frame, notice, tick, token, wordsOf, type Shown } from './frame.ts';

export interface ClinicsFacts {
  readonly clinics: readonly (Clinic & SiteLook)[];
  readonly practitioners: readonly Practitioner[];
  /** Clinics that have a logo. */
  readonly withLogo: ReadonlySet<string>;
  readonly told: { readonly tone: 'good' | 'danger'; readonly text: string } | null;
}

/** E2: what the site shows of each clinic, and who takes part. */
export function clinicsPage(shown: Shown, facts: ClinicsFacts): Html {
  const say = wordsOf(shown).clinics;
  const main = html`<h1>${say.title}</h1>
    <p>${say.intro}</p>
    ${facts.told !== null && notice(facts.told.tone, facts.told.text)}
    ${facts.clinics.map((clinic) => card(shown, clinic, facts))}`;
  return frame(shown, { title: say.title, main });
}

function card(shown: Shown, clinic: Clinic & SiteLook, facts: ClinicsFacts): Html {
  const say = wordsOf(shown).clinics;
  const at = `/clinics/${clinic.id}`;
  const here = facts.practitioners.filter(({ clinicId }) => clinicId === clinic.id);
  return html`<section class="card" aria-label="${clinic.name}">
    <h2>${clinic.name}</h2>
    <form class="form" method="post" action="${at}">
      ${token(shown)}
      <div class="row">${details(shown, clinic)}</div>
      <div class="line">
        <label for="openingText-${clinic.id}">${say.openingText}</label>
        <textarea
          id="openingText-${clinic.id}"
          name="openingText"
          rows="3"
          maxlength="4000"
          aria-describedby="openingText-help-${clinic.id}"
        >
${clinic.openingText}</textarea>
        <p class="help" id="openingText-help-${clinic.id}">${say.openingTextHelp}</p>
      </div>
      ${tick('takesPartOnline', say.takesPart, { checked: clinic.takesPartOnline })}
      <fieldset>
        <legend>${say.practitioners}</legend>
        ${here.map((each) =>
          tick('practitioner', `${each.givenName} ${each.familyName}`, {
            checked: each.takesPartOnline,
            value: each.id,
          }),
        )}
      </fieldset>
      <button class="button primary">${say.save}</button>
    </form>
    ${colour(shown, clinic)} ${logo(shown, clinic, facts)}
  </section>`;
}

function details(shown: Shown, clinic: Clinic): Html[] {
  const say = wordsOf(shown).clinics;
  const line = (name: string, of: { label: string; value: string; required?: boolean }): Html =>
    html`<div class="line">
      <label for="${name}-${clinic.id}">${of.label}</label>
      <input
        id="${name}-${clinic.id}"
        name="${name}"
        value="${of.value}"
        maxlength="200"
        ${of.required === true && html`required`}
      />
    </div>`;
  const { street, postalCode, town } = clinic.address;
  return [
    line('name', { label: say.name, value: clinic.name, required: true }),
    line('street', { label: say.street, value: street }),
    line('postalCode', { label: say.postalCode, value: postalCode }),
    line('town', { label: say.town, value: town }),
    line('phone', { label: say.phone, value: clinic.phone }),
  ];
}

/** The site's own accent: where a clinic that has chosen none begins. */
const siteColour = '#0b6b62';

function colour(shown: Shown, clinic: Clinic & SiteLook): Html {
  const say = wordsOf(shown).clinics;
  return html`<h3>${say.colour}</h3>
    <form class="form" method="post" action="/clinics/${clinic.id}/colour">
      ${token(shown)} ${tick('own', say.colourOwn, { checked: clinic.siteColour !== null })}
      <div class="line">
        <label for="colour-${clinic.id}">${say.colourPick}</label>
        <input
          id="colour-${clinic.id}"
          name="colour"
          type="color"
          value="${clinic.siteColour ?? siteColour}"
          aria-describedby="colour-help-${clinic.id}"
        />
        <p class="help" id="colour-help-${clinic.id}">${say.colourHelp}</p>
      </div>
      <p class="buttons"><button class="button">${say.colourSave}</button></p>
    </form>`;
}

function logo(shown: Shown, clinic: Clinic, { withLogo }: ClinicsFacts): Html {
  const say = wordsOf(shown).clinics;
  const at = `/clinics/${clinic.id}/logo`;
  const has = withLogo.has(clinic.id);
  return html`<h3>${say.logo}</h3>
    ${
      has
        ? html`<p><img class="logo" src="${at}" alt="${say.logoOf(clinic.name)}" /></p>`
        : html`<p>${say.noLogo}</p>`
    }
    <form class="form" method="post" action="${at}" enctype="multipart/form-data">
      ${token(shown)}
      <div class="line">
        <label for="logo-${clinic.id}">${say.logoFile}</label>
        <input
          id="logo-${clinic.id}"
          name="logo"
          type="file"
          accept="image/png,image/jpeg,image/webp"
          aria-describedby="logo-help-${clinic.id}"
        />
        <p class="help" id="logo-help-${clinic.id}">${say.logoHelp}</p>
      </div>
      <p class="buttons">
        <button class="button">${say.upload}</button>
        ${
          has &&
          html`<button class="button danger" name="remove" value="yes">${say.removeLogo}</button>`
        }
      </p>
    </form>`;
}
